import { graphql, type ResultOf } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'
import type { Figure } from './useFigure'
import { firstOf } from './useOverview'

const unitsDocument = graphql(
  `
    query OverviewOfUnits(
      $codes: [String!]
      $period: Period!
      $from: Period!
      $figure: ScoreFigure!
      $since: Period!
      $isCompared: Boolean!
    ) {
      scores: experienceReturnScores(scope: UNIT, period: $period, first: 100) {
        totalCount
        nodes {
          id
          code
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
      changes: scoreChanges(scope: UNIT, period: $period, since: $since, first: 100)
        @include(if: $isCompared) {
        nodes {
          code
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
      trend: scoreTrends(scope: UNIT, from: $from, to: $period, figure: $figure, codes: $codes, first: 1) {
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
      units(first: 100) {
        nodes {
          id
          code
          name
        }
      }
    }
  `,
  [estimateParts],
)

export type UnitsTold = ResultOf<typeof unitsDocument>

/** Ask the figures of the units that the person sees, and the trend of one of them, at once. */
export function useUnits(unit: string | null, period: string, figure: Figure, since: string | null) {
  const from = firstOf(useViewer().periods, period)
  return useQuestion(unitsDocument, {
    codes: unit ? [unit] : null,
    period,
    from,
    figure,
    since: since ?? period,
    isCompared: since !== null,
  })
}
