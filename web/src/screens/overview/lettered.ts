import type { Annotation } from './useOverview'

/** What happened in one period, under the letter that marks it on the chart. */
export interface Lettered {
  letter: string
  period: string
  happened: Annotation[]
}

/** Return what happened by period, the oldest first, each period with a letter; what lies in no scored period is left
 * out, for the chart has no place for it. */
export function lettered(annotations: readonly Annotation[]): Lettered[] {
  const found = new Map<string, Annotation[]>()
  for (const one of annotations) {
    if (one.period) found.set(one.period, [...(found.get(one.period) ?? []), one])
  }
  return [...found].map(([period, happened], place) => ({ letter: letterOf(place), period, happened }))
}

const A = 'A'.charCodeAt(0)
const LETTERS = 26

function letterOf(place: number): string {
  const last = String.fromCharCode(A + (place % LETTERS))
  return place < LETTERS ? last : letterOf(Math.floor(place / LETTERS) - 1) + last
}
