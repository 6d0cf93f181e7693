import { graphql, type ResultOf } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'
import type { Figure } from './useFigure'
import { firstOf } from './useOverview'

const segmentDocument = graphql(
  `
    query OverviewOfSegment(
      $segment: String!
      $codes: [String!]!
      $period: Period!
      $from: Period!
      $figure: ScoreFigure!
      $since: Period!
      $isCompared: Boolean!
    ) {
      scores: experienceReturnScores(scope: SEGMENT, period: $period, codes: $codes, first: 1) {
        nodes {
          id
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
      changes: scoreChanges(scope: SEGMENT, period: $period, since: $since, codes: $codes, first: 1)
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
      trend: scoreTrends(scope: SEGMENT, from: $from, to: $period, figure: $figure, codes: $codes, first: 1) {
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
      touchpoints(first: 100) {
        nodes {
          id
          code
          nameZh
          nameEn
        }
      }
      drivers: driverMatrix(period: $period, segment: $segment) {
        touchpoints: points(first: 100) {
          nodes {
            code
            quadrant
            quadrantSure
            importance {
              ...EstimateParts
            }
            priority {
              ...EstimateParts
            }
            value {
              ...EstimateParts
            }
          }
        }
      }
    }
  `,
  [estimateParts],
)

export type SegmentTold = ResultOf<typeof segmentDocument>

/** Ask everything that the overview of a segment shows, at once. */
export function useSegment(segment: string, period: string, figure: Figure, since: string | null) {
  const from = firstOf(useViewer().periods, period)
  return useQuestion(segmentDocument, {
    segment,
    codes: [segment],
    period,
    from,
    figure,
    since: since ?? period,
    isCompared: since !== null,
  })
}
