import type { Told } from './useOverview'

type Asked = Pick<Told, 'plans' | 'evaluations'>
const SHOWN = 6
/** What says nothing of what is being done. */
const UNTOLD = new Set<string>(['DRAFT', 'CANCELLED'])

/** Return the plans that the overview names: evaluated ones, then those on their way; drafts where there is nothing else. */
export function worthTelling({ plans, evaluations }: Asked) {
  const evaluated = evaluations.nodes.map((found) => ({ plan: found.plan, found }))
  const known = new Set(evaluated.map(({ plan }) => plan.id))
  const others = plans.nodes.filter((plan) => !known.has(plan.id)).map((plan) => ({ plan, found: null }))
  const told = [...evaluated, ...others.filter(({ plan }) => !UNTOLD.has(plan.state))]
  return (told.length ? told : others).slice(0, SHOWN)
}
