import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { matrix, point } from '@/testing/drivers'
import { shown } from '@/testing/shown'
import Drivers from './Drivers'

const POINTS = [
  point('pay', 0.02, 'possible_overkill', { quadrantSure: false }),
  point('queue', 0.14, 'concentrate_here', { vif: 7.2 }),
  point('park', null, null),
]

const answer = (told = matrix(POINTS)) => ({
  DriverMatrix: ({ compared, segment }: Record<string, unknown>) => ({
    matrix: { ...told, segment: segment ?? null },
    ...(compared ? { other: matrix([point('queue', 0.2, 'keep_it_up')], { segment: 'family' }) } : {}),
    touchpoints: { nodes: [{ id: '1', code: 'queue', nameZh: '等位', nameEn: 'Queue' }] },
    segments: { nodes: [{ code: 'family', customers: 400 }] },
  }),
})

const rows = () => screen.getAllByRole('listitem').filter((one) => one.querySelector('button[aria-pressed]'))

test('touchpoints are numbered by quadrant, and the one without figures says why', async () => {
  shown(<Drivers />, { answers: answer(), at: '/?period=2026-09' })
  await screen.findByText('Queue')

  const [first, second, third] = rows()

  expect(first?.textContent).toContain('1QueueImportance 14%[12% – 16%] n = 900')
  expect(second?.textContent).toContain('2pay')
  expect(second?.textContent).toContain('not sure')
  expect(third?.textContent).toContain('3parkImportance Too few answers')
})

test('method, n, fit, doubts and what can hardly be told apart are said', async () => {
  const { container } = shown(<Drivers />, { answers: answer(), at: '/?period=2026-09' })
  await screen.findByText('Queue')

  expect(container.textContent).toContain("Method: Johnson's relative weights")
  expect(container.textContent).toContain('n = 2,111 respondents')
  expect(container.textContent).toContain('41%')
  expect(container.textContent).toContain('queue is left out')
  const warnings = screen.getAllByRole('alert').map((one) => one.textContent)
  expect(warnings[0]).toContain('The scores of Queue move together with others')
  expect(warnings[1]).toContain('Too few answers to place park.')
})

test('leaving out and taking back are in the address', async () => {
  const { router } = shown(<Drivers />, { answers: answer(), at: '/?period=2026-09' })

  await userEvent.click(await screen.findByRole('button', { name: 'Leave Queue out' }))
  expect(router.state.location.search).toContain('without=queue')
  await userEvent.click(screen.getByRole('button', { name: 'Take all back' }))

  expect(router.state.location.search).toBe('?period=2026-09')
})

test('another segment stands beside each touchpoint', async () => {
  shown(<Drivers />, { answers: answer(), at: '/?period=2026-09&beside=family' })
  await screen.findByText('Queue')

  expect(rows()[0]?.textContent).toContain('familyImportance 20%')
  expect(rows()[1]?.textContent).toContain('familyNo figure')
})

test('a point leads to the simulator, with the period', async () => {
  shown(<Drivers />, { answers: answer(), at: '/?period=2026-09&touchpoint=queue' })

  const [row] = (await screen.findByText('Queue'), rows())
  const link = within(row as HTMLElement).getByRole('link', { name: 'Simulate an improvement of Queue' })

  expect(link.getAttribute('href')).toBe('/simulator?m.queue=0.5&period=2026-09')
  expect(row?.textContent).toContain('Reach')
})

test('a point leads to a plan about it', async () => {
  shown(<Drivers />, { answers: answer(), at: '/?period=2026-09' })

  const link = await screen.findByRole('link', { name: 'Write a plan for Queue' })

  expect(link.getAttribute('href')).toBe('/plans?form=new&touchpoint=queue')
})

test('who may see plans and not write them is led to the simulator only', async () => {
  const viewer = { can: (capability: string) => capability !== 'plans:write' }
  shown(<Drivers />, { answers: answer(), viewer, at: '/?period=2026-09' })
  await screen.findByText('Queue')

  expect(screen.getAllByRole('link').every((one) => one.getAttribute('href')?.startsWith('/simulator'))).toBe(
    true,
  )
})

test('a viewer who may not see plans is led nowhere', async () => {
  const viewer = { can: (capability: string) => !capability.startsWith('plans:') }
  shown(<Drivers />, { answers: answer(), viewer, at: '/?period=2026-09' })
  await screen.findByText('Queue')

  expect(screen.queryByRole('link')).toBeNull()
})

test.each([
  [{ isBoundToUnits: true }, /bound to units/],
  [{ periods: [] }, /has not been scored/],
])('somebody without a matrix is told why', (viewer, words) => {
  shown(<Drivers />, { answers: answer(), viewer })

  expect(screen.getByText(words)).toBeTruthy()
})

test('forty touchpoints with long names are all there', async () => {
  const many = Array.from({ length: 40 }, (_, place) =>
    point(`${'t'.repeat(57)}-${place}`, 0.01 * place, 'low_priority'),
  )
  shown(<Drivers />, { answers: answer(matrix(many)), at: '/?period=2026-09' })
  await screen.findByText(`${'t'.repeat(57)}-39`)

  expect(rows()).toHaveLength(40)
})
