import { expect, test } from 'vitest'
import { evaluation } from '@/testing/plans'
import { shown } from '@/testing/shown'
import { FromScenario } from './FromScenario'
import { originCodes } from './origin'

const origin = { id: 's1', code: 's-1', title: 'Wait less', period: '2026-09', plans: ['s-1'] }
const other = { ...origin, id: 's0', code: 's', plans: [], npv: null }
const answer = {
  data: { scenarios: { nodes: [other, { ...origin, npv: evaluation.money }] } },
  ...{ fault: undefined, error: undefined, isLoading: false, again: () => undefined },
}

test('a plan says which scenario it was made of, and what was forecast then', () => {
  const { container } = shown(<FromScenario code="s-1" answer={answer} />)

  expect(container.textContent).toContain('Wait less (Sep 2026)')
  expect(container.querySelector('a')?.getAttribute('href')).toBe('/simulator?period=2026-09')
  expect(container.textContent).toContain('¥5,480[-¥14,738 – ¥25,699] n = 12,160')
})

test('a plan that was made of none says nothing of any', () => {
  const { container } = shown(<FromScenario code="s" answer={answer} />)

  expect(container.querySelector('section')).toBeNull()
})

test('a plan comes from the scenario of its code, or of what stands before its touchpoint', () => {
  expect(originCodes('s-2026-queue')).toEqual(['s', 's-2026', 's-2026-queue'])
})
