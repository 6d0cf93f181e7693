import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'
import type { Told } from './useJourneyMap'
import { versionParts } from './versionParts'

const unitMapDocument = graphql(
  `
    query UnitMap($codes: [String!]!, $period: Period!) {
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
      units(first: 100) {
        nodes {
          id
          code
          name
        }
      }
      places: experienceReturnScores(scope: UNIT, period: $period, first: 100) {
        nodes {
          id
          code
          value {
            ...EstimateParts
          }
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

type UnitTold = ResultOf<typeof unitMapDocument>
export type Place = UnitTold['places']['nodes'][number]

/** Ask the map of a journey as somebody sees it who is bound to units: with the figures of these. */
export function useUnitMap(code: string, period: string) {
  return useQuestion(unitMapDocument, { codes: [code], period })
}

const NONE = { nodes: [] }

/** Return what is told of a unit in the form of what is told of the whole company. */
export function toldOf({ journeys }: UnitTold, place: Place | undefined): Told {
  const touchpoints = (place?.touchpointValues ?? []).map(({ touchpoint, value }) => ({
    id: touchpoint,
    code: touchpoint,
    value,
    emotional: null,
  }))
  return {
    journeys,
    touchpoints: { nodes: touchpoints },
    ...{ whole: NONE, stages: NONE, personas: NONE, segmentNames: NONE, channelNames: NONE },
    ...{ segments: NONE, channels: NONE },
  }
}
