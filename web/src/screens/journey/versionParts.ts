import { graphql, type ResultOf } from '@/api/graphql'

/** What a version of a journey is made of: its stages and touchpoints in their order. */
export const versionParts = graphql(`
  fragment VersionParts on JourneyVersion {
    id
    number
    state
    publishedAt
    revision
    stages(first: 50) {
      nodes {
        id
        code
        nameZh
        nameEn
        placements(first: 50) {
          nodes {
            id
            expectedEmotion
            touchpoint {
              id
              code
              nameZh
              nameEn
              isMomentOfTruth
              mode
              revision
              channel {
                id
                code
                nameZh
                nameEn
              }
            }
          }
        }
      }
    }
  }
`)

export type Version = ResultOf<typeof versionParts>
export type Stage = Version['stages']['nodes'][number]
export type Placement = Stage['placements']['nodes'][number]
export type Touchpoint = Placement['touchpoint']
