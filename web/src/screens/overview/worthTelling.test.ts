import { expect, test } from 'vitest'
import type { Told } from './useOverview'
import { worthTelling } from './worthTelling'

type Line = Told['plans']['nodes'][number]
const plan = (code: string, state: Line['state']): Line => ({
  id: code,
  code,
  title: code,
  state,
  metric: 'VALUE',
  startDate: '2026-06-01',
  evaluateTo: '2026-11-01',
})
const money = { value: 5, low: 1, high: 9, n: 40, status: 'ok', reason: null }
const evaluation = (of: Line): Told['evaluations']['nodes'][number] => ({
  id: of.id,
  verdict: 'WORKED',
  money,
  plan: of,
})
const named = (plans: Line[], evaluated: Line[] = []) =>
  worthTelling({ plans: { nodes: plans }, evaluations: { nodes: evaluated.map(evaluation) } }).map(
    (one) => one.plan.code,
  )

test('what was evaluated comes first, then what is on its way, and drafts are left out', () => {
  const [done, running, draft, over] = [
    plan('done', 'DONE'),
    plan('running', 'RUNNING'),
    plan('draft', 'DRAFT'),
    plan('over', 'CANCELLED'),
  ]

  expect(named([draft, over, running, done], [done])).toEqual(['done', 'running'])
})

test('drafts are named where there is nothing else, and never more than six', () => {
  expect(named([plan('draft', 'DRAFT')])).toEqual(['draft'])
  expect(named(Array.from({ length: 9 }, (_, place) => plan(`p${place}`, 'RUNNING')))).toHaveLength(6)
})
