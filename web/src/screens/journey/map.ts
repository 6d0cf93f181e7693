import type { Estimate } from '@/parts/estimates'
import type { Moment, Told } from './useJourneyMap'
import type { Placement, Stage, Version } from './versionParts'

/** Which measured curve is drawn: experience value, or its emotional part. */
export type Measure = 'value' | 'emotional'

/** A touchpoint in its place on the map, with what was measured there. */
export interface Column {
  placement: Placement
  stage: Stage
  estimate: Estimate | null
  /** Estimates of the curves that are laid over, in their order. */
  overlaid: (Estimate | null)[]
  moment: Moment | undefined
}

export interface Band {
  stage: Stage
  estimate: Estimate | null
  columns: Column[]
}

/** A curve of a segment or channel beside the whole. */
export interface Overlay {
  kind: 'segment' | 'channel'
  code: string
  at: Map<string, Estimate | null>
}

export interface JourneyPicture {
  bands: Band[]
  columns: Column[]
  overlays: Overlay[]
  /** What touchpoints are held against: the journey's own value; null where there is none. */
  level: Estimate | null
}

/** Lay a version out as bands and columns, with what a period says about them. */
export function pictureOf(
  told: Told,
  version: Version,
  measure: Measure,
  stage: string | null,
): JourneyPicture {
  const overlays = overlaysOf(told, measure)
  const scores = new Map(told.touchpoints.nodes.map((one) => [one.code, one]))
  // Stages are scored as they are in the version in force; another one may hold other touchpoints.
  const scored = version.state === 'PUBLISHED' ? told.stages.nodes : []
  const stages = new Map(scored.map((one) => [one.code, one.value]))
  const whole = told.whole.nodes[0]
  const moments = new Map(whole?.momentsOfTruth.map((one) => [one.touchpoint, one]))
  const journey = told.journeys.nodes[0]?.code ?? ''
  const shown = version.stages.nodes.filter((one) => !stage || one.code === stage)
  const bands = shown.map((band) => ({
    stage: band,
    estimate: stages.get(`${journey}/${band.code}`) ?? null,
    columns: band.placements.nodes.map((placement) => ({
      placement,
      stage: band,
      estimate: scores.get(placement.touchpoint.code)?.[measure] ?? null,
      overlaid: overlays.map(({ at }) => at.get(placement.touchpoint.code) ?? null),
      moment: moments.get(placement.touchpoint.code),
    })),
  }))
  const level = measure === 'value' ? (whole?.value ?? null) : null
  return { bands, columns: bands.flatMap(({ columns }) => columns), overlays, level }
}

function overlaysOf(told: Told, measure: Measure): Overlay[] {
  const segments = told.segments.nodes.map((one): Overlay => {
    const values = one.touchpointValues.map(({ touchpoint, value }) => [touchpoint, value] as const)
    const parts = one.touchpointDimensions.map(
      ({ touchpoint, dimensions }) =>
        [touchpoint, dimensions.find(({ code }) => code === measure)?.value ?? null] as const,
    )
    return { kind: 'segment', code: one.code, at: new Map(measure === 'value' ? values : parts) }
  })
  if (measure !== 'value') return segments
  const channels = told.channels.nodes.map((one): Overlay => ({
    kind: 'channel',
    code: one.code,
    at: new Map(one.touchpointValues.map(({ touchpoint, value }) => [touchpoint, value])),
  }))
  return [...segments, ...channels]
}

/** An estimate that has a number: enough answers were given. */
export type Known = Estimate & { value: number }

/** Return an estimate when it has a number. */
export function known(estimate: Estimate | null | undefined): Known | null {
  return estimate && estimate.value !== null ? { ...estimate, value: estimate.value } : null
}

/** Return whether a touchpoint stands above what it is held against: the journey's value, else the middle. */
export function isAbove(column: Column, level: Estimate | null): boolean {
  return (column.estimate?.value ?? 0) >= (level?.value ?? 50)
}
