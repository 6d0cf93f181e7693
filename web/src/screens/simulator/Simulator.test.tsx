import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { shown } from '@/testing/shown'
import Simulator from './Simulator'

const estimate = (value: number, spread = value / 2) => ({
  ...{ value, low: value - spread, high: value + spread, n: 1466, status: 'ok', reason: null },
})
const effect = (change: number) => ({
  before: estimate(0.5, 0.01),
  change: estimate(change),
  after: estimate(0.5),
})

const ASSUMED = {
  ...{ horizonMonths: 12, discountRateMonthly: 0.01, marginRate: 1, followUpMonths: 1, causalPlans: 2 },
  ...{ referralIncrementalShare: 0.5, windowMonths: 12, causalShare: 0.5, causalShareSd: 0.25 },
}
const REACHES = [
  { touchpoint: 'queue', lowest: -5, highest: 3.8, n: 1466, reason: null },
  { touchpoint: 'park', lowest: 0, highest: 0, n: 3, reason: 'park: 3 answers' },
]
type Input = { input: { moves: { uplift: { mode: number } }[] } }

const figures = (mode: number) => ({
  ...{
    deltaEquity: estimate(10_000 * mode),
    cost: estimate(500),
    npv: estimate(9_000 * mode),
    roi: estimate(1),
  },
  ...{ paybackMonths: estimate(3), pNpvPositive: 0.9, doubt: [{ source: 'causal discount', share: 0.9 }] },
  ...{ experience: effect(2), repurchase: effect(0.0086), referrals: effect(0.001), moves: [] },
})
const NONE = {
  ...{
    deltaEquity: null,
    cost: null,
    npv: null,
    roi: null,
    paybackMonths: null,
    pNpvPositive: null,
    doubt: [],
  },
  ...{ experience: null, repurchase: null, referrals: null, moves: [] },
}

function forecast({ input }: Input, status = 'ok', reason: string | null = null) {
  const mode = input.moves[0]?.uplift.mode ?? 0
  const found = mode === 0 ? 'empty' : status
  const told = found === 'ok' ? figures(mode) : NONE
  const about = { period: '2026-09', reaches: REACHES, assumptions: ASSUMED }
  return { scenarioForecast: { ...about, ...told, status: found, reason: found === 'ok' ? null : reason } }
}

const sure = (value: number) => ({ low: value, mode: value, high: value })
const kept = (code: string, changes = {}) => ({
  ...{
    id: code,
    code,
    title: `Idea ${code}`,
    period: '2026-09',
    status: 'ok',
    reason: '',
    plans: [] as string[],
  },
  ...{ answeredAt: '2026-11-01T00:00:00Z', ...figures(1) },
  moves: [{ touchpoint: 'queue', share: 1, uplift: sure(1) }],
  terms: {
    ...{ cost: sure(500), monthlyCost: sure(0), rampMonths: 2, halfLifeMonths: null },
    ...{ horizonMonths: null, discountRateMonthly: null, causalShare: null },
  },
  ...changes,
})
const keptAnswer = (...nodes: unknown[]) => ({
  scenarios: { nodes },
  touchpoints: { nodes: [{ id: '1', code: 'queue', nameZh: '等位', nameEn: 'Queue' }] },
  scores: { nodes: [{ id: '2', code: 'queue', value: estimate(66.5, 3) }] },
})

const answers = (...nodes: unknown[]) => ({
  ScenarioForecast: (asked: Record<string, unknown>) => forecast(asked as unknown as Input),
  KeptScenarios: keptAnswer(...nodes),
})
const AT = '/?period=2026-09&m.queue=0.5'
const result = () => screen.getByRole('region', { name: 'What it would bring' })

test('the result is spans, with what is now, and says that it is no proof', async () => {
  const { container } = shown(<Simulator />, { answers: answers(), at: AT })
  await screen.findByText(/2,500/)

  expect(result().textContent).toContain('+0.43 pp to +1.29 pp')
  expect(result().textContent).toContain('middle +0.86 pp · n = 1,466')
  expect(result().textContent).toContain('+¥2,500 to +¥7,500')
  expect(result().textContent).toContain('whether it is cause 90%')
  expect(container.textContent).toContain('Correlation, not proof')
})

test('a number changes the address after a pause, and the answer to the last one is shown', async () => {
  const { router } = shown(<Simulator />, { answers: answers(), at: AT })
  const field = await screen.findByRole('spinbutton', { name: 'Queue: points of 0-10 more, as a number' })

  fireEvent.change(field, { target: { value: '0.8' } })
  fireEvent.change(field, { target: { value: '1' } })

  await waitFor(() => expect(router.state.location.search).toContain('m.queue=1'))
  await waitFor(() => expect(result().textContent).toContain('+¥5,000 to +¥15,000'))
  expect(router.state.location.search).not.toContain('0.8')
})

test('the slider is moved by keys', async () => {
  const { router } = shown(<Simulator />, { answers: answers(), at: AT })
  const slider = await screen.findByRole('slider', { name: 'Queue: points of 0-10 more' })

  fireEvent.keyDown(slider, { key: 'ArrowRight', keyCode: 39, which: 39 })

  await waitFor(() => expect(router.state.location.search).toContain('m.queue=0.6'))
})

test.each([
  ['insufficient', 'Too few answers', 'queue: 3 answers'],
  ['refused', 'This cannot be forecast', 'outside the observed range'],
])('what is %s has no figures but a reason', async (status, title, reason) => {
  const ScenarioForecast = (asked: Record<string, unknown>) =>
    forecast(asked as unknown as Input, status, reason)
  shown(<Simulator />, { answers: { ...answers(), ScenarioForecast }, at: AT })

  await waitFor(() => expect(result().textContent).toContain(title))
  expect(result().textContent).toContain(reason)
  expect(result().querySelector('data')).toBeNull()
})

test('nothing moved asks for a move', async () => {
  shown(<Simulator />, { answers: answers(), at: '/?period=2026-09' })

  expect(await screen.findByText('Move a touchpoint to see what it would bring.')).toBeTruthy()
  expect(screen.getByText('No scenario has been kept yet. Move a touchpoint and save it.')).toBeTruthy()
})

test('a scenario is kept under its name as it is shown', async () => {
  const save = vi.fn((asked: Record<string, unknown>) => {
    const { code, title } = asked['input'] as { code: string; title: string }
    return { saveScenario: { scenario: { id: '9', code, title }, userErrors: [] } }
  })
  const { router } = shown(<Simulator />, { answers: { ...answers(), SaveScenario: save }, at: AT })

  await userEvent.click(await screen.findByRole('button', { name: 'Save scenario' }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'Faster queue{Enter}')

  await waitFor(() => expect(save).toHaveBeenCalled())
  const { input } = save.mock.calls[0]?.[0] as { input: Record<string, unknown> }
  expect(input).toMatchObject({ title: 'Faster queue', period: '2026-09' })
  expect(input['moves']).toEqual([{ touchpoint: 'queue', uplift: sure(0.5), share: 1 }])
  await waitFor(() => expect(router.state.location.search).toContain('scenario=s-'))
})

test('what the server refuses is said where it was typed, and nothing typed is lost', async () => {
  const userErrors = [{ code: 'SCENARIO_REFUSED', field: 'input', message: 'use another name' }]
  const SaveScenario = { saveScenario: { scenario: null, userErrors } }
  shown(<Simulator />, { answers: { ...answers(), SaveScenario }, at: AT })

  await userEvent.click(await screen.findByRole('button', { name: 'Save scenario' }))
  const field = await screen.findByRole('textbox', { name: 'Name' })
  await userEvent.type(field, 'Mine{Enter}')

  expect(await screen.findByText('use another name')).toBeTruthy()
  expect((field as HTMLInputElement).value).toBe('Mine')
})

test('a kept scenario is taken up again with its assumptions', async () => {
  const { router } = shown(<Simulator />, { answers: answers(kept('a')), at: '/?period=2026-09' })

  await userEvent.click(await screen.findByRole('button', { name: 'Idea a' }))

  expect(router.state.location.search).toBe('?period=2026-09&m.queue=1&cost=500&ramp=2&scenario=a')
})

test('three at most are compared, pair by pair', async () => {
  const pair = { first: 'a', second: 'b', pFirstBetter: 0.93, reason: null, npvDifference: estimate(800) }
  const all = {
    ...answers(kept('a'), kept('b'), kept('c'), kept('d')),
    ComparedScenarios: { compareScenarios: [pair] },
  }
  const { router } = shown(<Simulator />, { answers: all, at: '/?period=2026-09' })
  const box = (name: string) =>
    screen.findByRole<HTMLInputElement>('checkbox', { name: `Compare Idea ${name}` })

  for (const name of ['a', 'b', 'c']) await userEvent.click(await box(name))

  expect(router.state.location.search).toContain('compare=a%2Cb%2Cc')
  expect((await box('d')).disabled).toBe(true)
  expect(await screen.findByText(/Idea a brings more than Idea b with a chance of 93%/)).toBeTruthy()
})

test('a viewer may look and move, but not keep, adopt or forget', async () => {
  const viewer = { can: (capability: string) => capability !== 'plans:write' }
  shown(<Simulator />, { answers: answers(kept('a')), viewer, at: AT })
  await screen.findByRole('button', { name: 'Idea a' })

  for (const name of ['Save scenario', 'Make it a plan', 'Forget Idea a'])
    expect(screen.queryByRole('button', { name })).toBeNull()
})

test('what was kept as it stands keeps its name when it becomes a plan', async () => {
  const units = { UnitsToTreat: { units: { nodes: [{ id: 'u', code: 'r1', name: 'Hall' }] } } }
  const at = '/?period=2026-09&m.queue=1&cost=500&ramp=2&scenario=a'
  shown(<Simulator />, { answers: { ...answers(kept('a')), ...units }, at })

  await userEvent.click(await screen.findByRole('button', { name: 'Make it a plan' }))

  const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' })
  expect(name.value).toBe('Idea a')
})
