import { expect, test } from 'vitest'
import { COLUMNS, stepsOf, undoOf } from './steps'

test('every step but approval can be taken back, to where the plan was', () => {
  for (const state of COLUMNS) {
    for (const step of stepsOf({ state, approvedAt: null })) {
      const way = undoOf(step, state)
      expect(way?.to ?? 'nowhere').toBe(step.name === 'approve' ? 'nowhere' : state)
    }
  }
})

test('what was approved never goes back behind its approval', () => {
  const ways = COLUMNS.filter((state) => !['DRAFT', 'PROPOSED'].includes(state)).flatMap((state) =>
    stepsOf({ state, approvedAt: '2026-06-01T00:00:00Z' }).map((step) => step.to),
  )

  expect(ways).not.toContain('DRAFT')
  expect(ways).not.toContain('PROPOSED')
})
