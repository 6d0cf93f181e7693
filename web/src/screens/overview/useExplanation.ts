import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'

const explanationDocument = graphql(
  `
    query Explanation($score: ID!) {
      trace(score: $score) {
        isCurrent
        windowFrom
        windowTo
        sheets
        straightLines
        score {
          id
          period
        }
        run {
          id
          modelVersion
          settingsNumber
          inputsHash
          createdAt
        }
        figures {
          name
          equations
          page
          reads
          estimate {
            ...EstimateParts
          }
        }
        counters {
          touchpoint
          metric
          weighted
          n
          total
          scale
          groups
        }
        answers(first: 10) {
          totalCount
          nodes {
            id
            occurredAt
            text
            nps
            csat
            rating
            ratingMax
            loyalty
            touchpoint {
              id
              code
              nameZh
              nameEn
            }
          }
        }
      }
    }
  `,
  [estimateParts],
)

export type Trace = NonNullable<ResultOf<typeof explanationDocument>['trace']>
export type Fact = Trace['answers']['nodes'][number]

/** Ask what a score was calculated from, down to the facts. */
export const useExplanation = (score: string) => useQuestion(explanationDocument, { score })
