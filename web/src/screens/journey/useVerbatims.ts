import { graphql, type ResultOf } from '@/api/graphql'
import { useQuestion } from '@/parts/useQuestion'

const verbatimsDocument = graphql(`
  query Verbatims($touchpoints: [String!]!, $first: Int!) {
    feedbackItems(first: $first, filter: { touchpoints: $touchpoints, hasText: true }) {
      pageInfo {
        hasNextPage
      }
      nodes {
        id
        occurredAt
        text
        nps
        csat
        rating
        ratingMax
        unit {
          id
          code
          name
        }
      }
    }
  }
`)

export type Verbatim = ResultOf<typeof verbatimsDocument>['feedbackItems']['nodes'][number]

/** Ask the latest comments about a touchpoint; their words are hidden from who may not read them. */
export function useVerbatims(code: string, first: number) {
  return useQuestion(verbatimsDocument, { touchpoints: [code], first })
}
