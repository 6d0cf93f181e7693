import { graphql, type ResultOf } from '@/api/graphql'
import { useViewer, type ScoredPeriod } from '@/app/viewer'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'
import type { Figure } from './useFigure'

const MONTHS = 12

const planLine = graphql(`
  fragment PlanLine on ActionPlan {
    id
    code
    title
    state
    metric
    startDate
    evaluateTo
  }
`)

const overviewDocument = graphql(
  `
    query Overview(
      $period: Period!
      $from: Period!
      $figure: ScoreFigure!
      $since: Period!
      $isCompared: Boolean!
    ) {
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
      changes: scoreChanges(scope: COMPANY, period: $period, since: $since, first: 1)
        @include(if: $isCompared) {
        nodes {
          code
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
        }
      }
      batches: importBatches(first: 1) {
        nodes {
          id
          finishedAt
        }
      }
      demonstration {
        isLoaded
      }
      annotations(from: $from, to: $period, first: 100) {
        nodes {
          day
          period
          kind
          code
          nameZh
          nameEn
          detail
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
      drivers(period: $period) {
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
      plans: actionPlans(first: 25, order: NEWEST) {
        nodes {
          ...PlanLine
        }
      }
      evaluations: planEvaluations(first: 6, latestOnly: true) {
        nodes {
          id
          verdict
          money {
            ...EstimateParts
          }
          plan {
            ...PlanLine
          }
        }
      }
    }
  `,
  [estimateParts, planLine],
)

export type Told = ResultOf<typeof overviewDocument>

export type Annotation = Told['annotations']['nodes'][number]

/** Return the first month of a trend that ends with a period: a year of them, as far as they were scored. */
export function firstOf(periods: ScoredPeriod[], period: string): string {
  const place = periods.findIndex((one) => one.period === period)
  return place < 0 ? period : (periods[Math.min(place + MONTHS - 1, periods.length - 1)]?.period ?? period)
}

/** Ask everything that the overview of the whole company shows, at once. */
export function useOverview(period: string, figure: Figure, since: string | null) {
  const from = firstOf(useViewer().periods, period)
  return useQuestion(overviewDocument, {
    period,
    from,
    figure,
    since: since ?? period,
    isCompared: since !== null,
  })
}
