import type { Told } from './useOverview'

export type Kind = 'drivers' | 'pains'
const SHOWN = 3

/** Return the touchpoints that come first by the server's rank or priority, with their scores. */
export function foremost({ drivers, touchpoints }: Told, kind: Kind) {
  const known = (drivers?.touchpoints.nodes ?? []).filter((one) => orderOf(one, kind) !== null)
  const scores = new Map(touchpoints.nodes.map((score) => [score.code, score]))
  return known
    .toSorted((one, other) => (orderOf(one, kind) ?? 0) - (orderOf(other, kind) ?? 0))
    .slice(0, SHOWN)
    .map((driver) => ({ driver, score: scores.get(driver.code) }))
}

type Driver = NonNullable<Told['drivers']>['touchpoints']['nodes'][number]

function orderOf(driver: Driver, kind: Kind): number | null {
  if (kind === 'drivers') return driver.rank?.value ?? null
  const urgent = driver.priority?.value
  return urgent === null || urgent === undefined ? null : -urgent
}
