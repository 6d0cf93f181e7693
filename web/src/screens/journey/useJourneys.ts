import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'

const journeysDocument = graphql(
  `
    query Journeys($period: Period) {
      journeys(first: 100) {
        nodes {
          id
          code
          nameZh
          nameEn
          kind
          status
          publishedVersion {
            id
            number
            publishedAt
            stages(first: 0) {
              totalCount
            }
          }
        }
      }
      scores: experienceReturnScores(scope: JOURNEY, period: $period, first: 100) {
        nodes {
          id
          code
          period
          value {
            ...EstimateParts
          }
        }
      }
    }
  `,
  [estimateParts],
)

export type Listed = ResultOf<typeof journeysDocument>['journeys']['nodes'][number]

/** Ask all journeys with their value in a period. */
export function useJourneys(period: string | null) {
  return useQuestion(journeysDocument, { period })
}
