import type { Estimate } from '@/parts/estimates'
import type { Named } from '@/parts/names'

export type Kind = 'drivers' | 'pains'
const SHOWN = 3
/** Where the server places what does better than the others: that is nobody's pain, however much hangs on it. */
const DOES_WELL = new Set<string | null>(['keep_it_up', 'possible_overkill'])

/** What is known of a touchpoint's place among the others, of everybody's or of a segment's answers. */
export interface Driver {
  code: string
  quadrant: string | null
  quadrantSure: boolean
  importance: Estimate | null
  priority: Estimate | null
  /** Where the server ranks touchpoints; it does so for everybody's answers. */
  rank?: Estimate | null
  /** The experience value where it comes with the place. */
  value?: Estimate | null
}

/** A touchpoint by name, or its score with the touchpoint inside. */
interface Score {
  id: string
  code: string
  value?: Estimate | null
  returnPerPoint?: Estimate | null
  touchpoint?: Named | null
  nameZh?: string
  nameEn?: string
}

export interface Placed {
  drivers: { touchpoints: { nodes: Driver[] } } | null
  touchpoints: { nodes: Score[] }
}

/** Return the touchpoints that come first by the server's rank, importance or priority, with their scores. */
export function foremost({ drivers, touchpoints }: Placed, kind: Kind) {
  const known = (drivers?.touchpoints.nodes ?? []).filter((one) => orderOf(one, kind) !== null)
  const scores = new Map(touchpoints.nodes.map((score) => [score.code, score]))
  return known
    .toSorted((one, other) => (orderOf(one, kind) ?? 0) - (orderOf(other, kind) ?? 0))
    .slice(0, SHOWN)
    .map((driver) => ({ driver, score: scores.get(driver.code) }))
}

function orderOf(driver: Driver, kind: Kind): number | null {
  if (kind === 'pains') return DOES_WELL.has(driver.quadrant) ? null : backwards(driver.priority)
  return driver.rank ? driver.rank.value : backwards(driver.importance)
}

function backwards(found: Estimate | null): number | null {
  return found === null || found.value === null ? null : -found.value
}
