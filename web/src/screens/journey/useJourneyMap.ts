import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'
import { versionParts } from './versionParts'

const mapDocument = graphql(
  `
    query JourneyMap($codes: [String!]!, $period: Period!, $segments: [String!]!, $channels: [String!]!) {
      journeys(first: 1, filter: { codes: $codes }) {
        nodes {
          id
          code
          nameZh
          nameEn
          kind
          status
          revision
          versions(first: 50) {
            nodes {
              id
              number
              state
              publishedAt
              revision
            }
          }
          publishedVersion {
            ...VersionParts
          }
        }
      }
      whole: experienceReturnScores(scope: JOURNEY, codes: $codes, period: $period, first: 1) {
        nodes {
          id
          value {
            ...EstimateParts
          }
          momentsOfTruth {
            touchpoint
            reasons
            rank {
              ...EstimateParts
            }
          }
        }
      }
      stages: experienceReturnScores(scope: STAGE, period: $period, first: 100) {
        nodes {
          id
          code
          value {
            ...EstimateParts
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
          emotional {
            ...EstimateParts
          }
        }
      }
      personas(first: 50) {
        nodes {
          id
          code
          nameZh
          nameEn
          segment
        }
      }
      segmentNames: experienceReturnScores(scope: SEGMENT, period: $period, first: 50) {
        nodes {
          id
          code
          n
        }
      }
      channelNames: experienceReturnScores(scope: CHANNEL, period: $period, first: 50) {
        nodes {
          id
          code
          n
        }
      }
      segments: experienceReturnScores(scope: SEGMENT, codes: $segments, period: $period, first: 2) {
        nodes {
          id
          code
          touchpointValues {
            touchpoint
            value {
              ...EstimateParts
            }
          }
          touchpointDimensions {
            touchpoint
            dimensions {
              code
              value {
                ...EstimateParts
              }
            }
          }
        }
      }
      channels: experienceReturnScores(scope: CHANNEL, codes: $channels, period: $period, first: 1) {
        nodes {
          id
          code
          touchpointValues {
            touchpoint
            value {
              ...EstimateParts
            }
          }
        }
      }
    }
  `,
  [estimateParts, versionParts],
)

export type Told = ResultOf<typeof mapDocument>
export type Journey = Told['journeys']['nodes'][number]
export type Moment = Told['whole']['nodes'][number]['momentsOfTruth'][number]

/** Ask everything that the map of a journey shows, at once. */
export function useJourneyMap(code: string, period: string, segments: string[], channel: string | null) {
  return useQuestion(mapDocument, { codes: [code], period, segments, channels: channel ? [channel] : [] })
}
