import { graphql, type ResultOf } from '@/api/graphql'
import { useQuestion } from '@/parts/useQuestion'
import type { Plan } from './documents'

const DAYS_BEFORE = 39
const DAYS_AFTER = 60
const DAY_MS = 86_400_000

const planChartDocument = graphql(`
  query PlanChart($touchpoints: [String!]!, $from: Date!, $to: Date!) {
    controlCharts(touchpoints: $touchpoints, metrics: [MEAN], fromDay: $from, toDay: $to, first: 1) {
      nodes {
        key
        status
        reason
        metric
        limit
        runLength
        notes
        baseline {
          first
          last
          days
          answers
        }
        points(first: 100) {
          nodes {
            day
            n
            value
            centre
            level
            low
            high
            flag
          }
        }
      }
    }
  }
`)

export type ControlChart = ResultOf<typeof planChartDocument>['controlCharts']['nodes'][number]

/** The control chart of a plan's touchpoint around its start, with the limits as the server drew them. */
export function usePlanChart(plan: Plan) {
  const start = Date.parse(plan.startDate)
  return useQuestion(planChartDocument, {
    touchpoints: [plan.touchpoint?.code ?? ''],
    from: dateOf(start - DAYS_BEFORE * DAY_MS),
    to: dateOf(start + DAYS_AFTER * DAY_MS),
  })
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10)
