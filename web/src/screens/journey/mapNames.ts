import type { Named } from '@/parts/names'
import type { Told } from './useJourneyMap'
import type { Version } from './versionParts'

/** Return what segments are called: by the person who stands for them, where the company has told one. */
export function segmentNames(told: Told, nameOf: (thing: Named) => string): Map<string, string> {
  return new Map(told.personas.nodes.flatMap((one) => (one.segment ? [[one.segment, nameOf(one)]] : [])))
}

/** Return what channels are called, as far as touchpoints of the version name them. */
export function channelNames(version: Version, nameOf: (thing: Named) => string): Map<string, string> {
  const channels = version.stages.nodes
    .flatMap(({ placements }) => placements.nodes)
    .flatMap(({ touchpoint }) => touchpoint.channel ?? [])
  return new Map(channels.map((one) => [one.code, nameOf(one)]))
}
