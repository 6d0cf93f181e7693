import { graphql, type ResultOf } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'

const MONTHS = 12

const touchpointDocument = graphql(
  `
    query TouchpointInside($codes: [String!]!, $period: Period!, $from: Period!, $figure: ScoreFigure!) {
      touchpoints(first: 1, filter: { codes: $codes }) {
        nodes {
          id
          code
          mode
          descriptionZh
          descriptionEn
          channel {
            id
            code
            nameZh
            nameEn
          }
          owner {
            id
            code
            nameZh
            nameEn
          }
        }
      }
      scores: experienceReturnScores(scope: TOUCHPOINT, codes: $codes, period: $period, first: 1) {
        nodes {
          id
          value {
            ...EstimateParts
          }
          emotional {
            ...EstimateParts
          }
          functional {
            ...EstimateParts
          }
          social {
            ...EstimateParts
          }
          importance {
            ...EstimateParts
          }
          reach {
            ...EstimateParts
          }
          returnPerPoint {
            ...EstimateParts
          }
        }
      }
      trend: scoreTrends(
        scope: TOUCHPOINT
        codes: $codes
        from: $from
        to: $period
        figure: $figure
        first: 1
      ) {
        nodes {
          code
          points {
            period
            status
            estimate {
              ...EstimateParts
            }
          }
        }
      }
    }
  `,
  [estimateParts],
)

export type Inside = ResultOf<typeof touchpointDocument>

/** Ask what is known of one touchpoint in a period and the year before it. */
export function useTouchpoint(code: string, period: string, figure: 'VALUE' | 'EMOTIONAL') {
  const { periods } = useViewer()
  const place = periods.findIndex((one) => one.period === period)
  const last = periods[Math.min(place + MONTHS - 1, periods.length - 1)]
  const from = place < 0 ? period : (last?.period ?? period)
  return useQuestion(touchpointDocument, { codes: [code], period, from, figure })
}
