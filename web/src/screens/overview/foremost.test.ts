import { expect, test } from 'vitest'
import { foremost } from './foremost'
import type { Told } from './useOverview'

const estimate = (value: number | null) => ({
  value,
  low: null,
  high: null,
  n: 9,
  status: 'ok',
  reason: null,
})
const driver = (code: string, rank: number | null, priority: number | null) => ({
  code,
  quadrant: null,
  quadrantSure: false,
  importance: null,
  rank: estimate(rank),
  priority: estimate(priority),
})
const score = { id: 's', code: 'queue', value: estimate(60), returnPerPoint: null, touchpoint: null }
const nodes = [
  driver('pay', 3, 0.1),
  driver('queue', 1, 0.2),
  driver('dine', 2, 0.9),
  driver('care', null, null),
]
const told = (drivers: Partial<Told['drivers']> | null) =>
  ({ drivers, touchpoints: { nodes: [score] } }) as unknown as Told

test('drivers come by the rank that the server gave them, with their scores', () => {
  const found = foremost(told({ touchpoints: { nodes } }), 'drivers')

  expect(found.map((one) => one.driver.code)).toEqual(['queue', 'dine', 'pay'])
  expect(found[0]?.score?.value?.value).toBe(60)
})

test('pains come by their priority, the most urgent first; what has none is left out', () => {
  const found = foremost(told({ touchpoints: { nodes } }), 'pains')

  expect(found.map((one) => one.driver.code)).toEqual(['dine', 'queue', 'pay'])
})

test('what does better than the others is no pain', () => {
  const placed = nodes.map((node) => ({
    ...node,
    quadrant: node.code === 'dine' ? 'keep_it_up' : 'low_priority',
  }))

  const found = foremost(told({ touchpoints: { nodes: placed } }), 'pains')

  expect(found.map((one) => one.driver.code)).toEqual(['queue', 'pay'])
})

test('somebody who does not see the whole company has none', () => {
  expect(foremost(told(null), 'drivers')).toEqual([])
})
