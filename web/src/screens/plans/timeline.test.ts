import { expect, test } from 'vitest'
import { monthsAcross, placeOf, spanOf } from './timeline'

const plans = [
  { baselineFrom: '2025-12-15', evaluateTo: '2026-05-02' },
  { baselineFrom: '2026-02-01', evaluateTo: '2026-11-30' },
]

test('a span holds all plans in whole months', () => {
  expect(spanOf(plans)).toEqual({ from: '2025-12-01', to: '2026-12-01' })
})

test('days lie between the ends, and what is outside lies at an end', () => {
  const span = { from: '2026-01-01', to: '2026-01-11' }

  expect(['2026-01-01', '2026-01-06', '2026-01-11', '2027-01-01'].map((day) => placeOf(day, span))).toEqual([
    0, 50, 100, 100,
  ])
})

test('few enough months are named to be read', () => {
  expect(monthsAcross(spanOf(plans))).toEqual([
    '2025-12',
    '2026-02',
    '2026-04',
    '2026-06',
    '2026-08',
    '2026-10',
  ])
  expect(monthsAcross({ from: '2026-01-01', to: '2026-03-01' })).toEqual(['2026-01', '2026-02'])
})
