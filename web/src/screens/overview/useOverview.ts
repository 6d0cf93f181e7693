import { graphql, type ResultOf } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'

const MONTHS = 12

const overviewDocument = graphql(
  `
    query Overview($period: Period!, $from: Period!, $figure: ScoreFigure!, $whole: Boolean!) {
      company: experienceReturnScores(scope: COMPANY, period: $period, first: 1) {
        nodes {
          id
          status
          returnIndex {
            ...EstimateParts
          }
          value {
            ...EstimateParts
          }
          nps {
            ...EstimateParts
          }
          loyalty {
            ...EstimateParts
          }
          run {
            id
            createdAt
          }
        }
      }
      trend: scoreTrends(scope: COMPANY, from: $from, to: $period, figure: $figure, first: 1) {
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
      touchpoints: experienceReturnScores(scope: TOUCHPOINT, period: $period, first: 100) {
        nodes {
          id
          code
          value {
            ...EstimateParts
          }
          returnPerPoint {
            ...EstimateParts
          }
          touchpoint {
            id
            code
            nameZh
            nameEn
          }
        }
      }
      drivers(period: $period) @include(if: $whole) {
        n
        method
        doubts
        returnIndex {
          reference
          contributions {
            code
            points {
              ...EstimateParts
            }
          }
          other {
            ...EstimateParts
          }
        }
        touchpoints(first: 100) {
          nodes {
            code
            quadrant
            quadrantSure
            importance {
              ...EstimateParts
            }
            rank {
              ...EstimateParts
            }
            priority {
              ...EstimateParts
            }
          }
        }
      }
      plans: actionPlans(first: 6, order: NEWEST) {
        nodes {
          id
          code
          title
          state
          startDate
          evaluateTo
        }
      }
      evaluations: planEvaluations(first: 25) {
        nodes {
          id
          verdict
          money {
            ...EstimateParts
          }
          plan {
            id
          }
        }
      }
    }
  `,
  [estimateParts],
)

export type Told = ResultOf<typeof overviewDocument>
export type Figure = 'RETURN_INDEX' | 'VALUE' | 'NPS'

/** Ask everything that the overview shows, at once. */
export function useOverview(period: string, figure: Figure) {
  const { isBoundToUnits, periods } = useViewer()
  const place = periods.findIndex((one) => one.period === period)
  const from =
    place < 0 ? period : (periods[Math.min(place + MONTHS - 1, periods.length - 1)]?.period ?? period)
  return useQuestion(overviewDocument, { period, from, figure, whole: !isBoundToUnits })
}
