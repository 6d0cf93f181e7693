import type { Point } from './useMatrix'

export const QUADRANTS = ['concentrate_here', 'keep_it_up', 'low_priority', 'possible_overkill'] as const
export type Quadrant = (typeof QUADRANTS)[number]

/** A touchpoint with its number in the chart. */
export interface Numbered {
  number: number
  point: Point
  quadrant: Quadrant | null
}

/** Return the points by quadrant, in each the most urgent first, numbered as the chart and the list show them. */
export function numbered(points: Point[]): Numbered[] {
  const known = [...QUADRANTS, null].flatMap((quadrant) =>
    points
      .filter((point) => quadrantOf(point) === quadrant)
      .sort(byUrgency)
      .map((point) => ({ point, quadrant })),
  )
  return known.map((one, place) => ({ ...one, number: place + 1 }))
}

function quadrantOf(point: Point): Quadrant | null {
  return QUADRANTS.find((one) => one === point.quadrant) ?? null
}

function byUrgency(one: Point, other: Point): number {
  const [first, second] = [one.priority?.value ?? -1, other.priority?.value ?? -1]
  return second === first ? one.code.localeCompare(other.code) : second - first
}
