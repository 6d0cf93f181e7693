import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { evaluation, queueCarePage } from '@/testing/plans'
import { shown } from '@/testing/shown'
import { EvaluationPart } from './EvaluationPart'

test.each([
  ['WORKED', 'Experience value: Worked', /The plan worked/],
  ['NO_EVIDENCE', 'Experience value: No clear change', /No clear change: the difference/],
  ['HARMED', 'Experience value: Harmed', /The plan did harm/],
  ['CANNOT_TELL', 'Experience value: Not enough evidence', /do not allow an answer/],
] as const)('%s is said plainly, with the figures and the reasons', (verdict, word, sentence) => {
  const { container } = shown(
    <EvaluationPart plan={queueCarePage} evaluations={[{ ...evaluation, verdict }]} outcome={undefined} />,
  )

  expect(screen.getByText(word)).toBeTruthy()
  expect(screen.getByText(sentence)).toBeTruthy()
  expect(container.textContent).toContain('11.3[7.5 – 15.1] n = 12,160')
  expect(container.textContent).toContain('Registered at approval')
  expect(container.textContent).toContain('Difference in differences')
})

test.each([
  [-14738, 25699, true],
  [-14738, 0, true],
  [120, 25699, false],
  [-14738, -120, false],
])('money from %i to %i leaves open whether it is a gain: %s', (low, high, isOpen) => {
  const money = { ...evaluation.money, low, high } as typeof evaluation.money
  shown(<EvaluationPart plan={queueCarePage} evaluations={[{ ...evaluation, money }]} outcome={undefined} />)

  expect(screen.queryAllByText(/Gain or loss still open/)).toHaveLength(isOpen ? 1 : 0)
})

test('what was forecast stands beside what came', () => {
  const outcome = {
    code: 'queue-care',
    inside: true,
    backdated: true,
    reason: '',
    forecast: { ...evaluation.money, value: 6450, low: -2000, high: 15000 } as never,
    outcome: evaluation.money,
  }
  const { container } = shown(
    <EvaluationPart plan={queueCarePage} evaluations={[evaluation]} outcome={outcome} />,
  )

  expect(container.textContent).toContain('¥6,450')
  expect(screen.getByText(/agrees with the forecast/)).toBeTruthy()
  expect(screen.getByText(/written down after its start/)).toBeTruthy()
})

test('a plan that is not approved says why there is no verdict', () => {
  shown(<EvaluationPart plan={{ ...queueCarePage, approvedAt: null }} evaluations={[]} outcome={undefined} />)

  expect(screen.getByText('Only an approved plan is evaluated.')).toBeTruthy()
})
