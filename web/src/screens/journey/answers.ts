import type { Estimate } from '@/parts/estimates'
import type { Told } from './useJourneyMap'
import type { Version } from './versionParts'

/** Answers as the server gives them, for tests. */
export const estimate = (value: number, more: Partial<Estimate> = {}): Estimate => ({
  value,
  low: value - 2,
  high: value + 2,
  n: 120,
  status: 'ok',
  reason: null,
  ...more,
})

export const tooFew: Estimate = {
  value: null,
  low: null,
  high: null,
  n: 3,
  status: 'insufficient',
  reason: '3 answers; 30 are needed',
}

/** A version whose stages hold the touchpoints of these codes. */
export function versionOf(stages: Record<string, string[]>, more: Partial<Version> = {}): Version {
  const nodes = Object.entries(stages).map(([code, touchpoints]) => ({
    __typename: 'Stage' as const,
    id: `stage-${code}`,
    code,
    nameZh: '',
    nameEn: `The ${code}`,
    placements: {
      nodes: touchpoints.map((one) => ({
        id: `place-${code}-${one}`,
        expectedEmotion: 1,
        touchpoint: {
          id: `touchpoint-${one}`,
          code: one,
          nameZh: '',
          nameEn: `At ${one}`,
          isMomentOfTruth: false,
          mode: 'OFFLINE' as const,
          revision: 1,
          channel: { id: 'hall', code: 'hall', nameZh: '', nameEn: 'Hall' },
        },
      })),
    },
  }))
  const own = { id: 'v1', number: 1, state: 'PUBLISHED' as const, publishedAt: '2026-01-01T00:00:00Z' }
  return { ...own, revision: 1, stages: { nodes }, ...more }
}

/** What the server tells of a journey with these figures by touchpoint. */
export function toldOf(version: Version, values: Record<string, Estimate>): Told {
  const scores = Object.entries(values).map(([code, value]) => ({
    id: `s-${code}`,
    code,
    value,
    emotional: null,
  }))
  return {
    journeys: {
      nodes: [
        {
          id: 'j1',
          code: 'dining',
          nameZh: '',
          nameEn: 'Dining journey',
          kind: 'AS_IS',
          status: 'ACTIVE',
          revision: 1,
          versions: {
            nodes: [
              { id: 'v1', number: 1, state: 'PUBLISHED', publishedAt: version.publishedAt, revision: 1 },
            ],
          },
          publishedVersion: version,
        },
      ],
    },
    whole: {
      nodes: [
        {
          id: 'w1',
          value: estimate(70),
          momentsOfTruth: [{ touchpoint: 'queue', reasons: ['DECLARED', 'LOW_POINT'], rank: estimate(1) }],
        },
      ],
    },
    stages: { nodes: [{ id: 'st1', code: 'dining/arrive', value: estimate(61.4) }] },
    touchpoints: { nodes: scores },
    personas: { nodes: [{ id: 'p1', code: 'mum', nameZh: '', nameEn: 'Weekend mum', segment: 'family' }] },
    segmentNames: { nodes: [{ id: 'f', code: 'family', n: 900 }] },
    channelNames: { nodes: [{ id: 'h', code: 'hall', n: 900 }] },
    segments: { nodes: [] },
    channels: { nodes: [] },
  }
}
