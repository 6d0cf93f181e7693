import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { board, queueCare } from '@/testing/plans'
import { shown } from '@/testing/shown'
import { PlansHome } from './PlansHome'

vi.setConfig({ testTimeout: 20_000 })
// The layer of messages lets clicks through, but not what it holds: style sheets that say so are not loaded here.
const person = userEvent.setup({ pointerEventsCheck: 0 })

const moved = (state: string, revision: number) => ({
  done: { actionPlan: { ...queueCare, state, revision }, userErrors: [] },
})

test('a plan is moved without a mouse, and back within ten seconds', async () => {
  const submit = vi.fn(() => moved('PROPOSED', 4))
  const reopen = vi.fn(() => moved('DRAFT', 5))
  shown(<PlansHome />, { answers: { Plans: board({}), SubmitPlan: submit, ReopenPlan: reopen } })
  const card = within(screen.getByRole('article', { name: '等位关怀' }))

  await person.click(card.getByRole('button', { name: 'Move 等位关怀' }))
  await person.click(await screen.findByRole('menuitem', { name: 'Propose' }))
  await person.click(await screen.findByRole('button', { name: 'Undo' }))

  expect(submit).toHaveBeenCalledWith({ input: { id: 'p1', revision: 3 } })
  expect(reopen).toHaveBeenCalledWith({ input: { id: 'p1', revision: 4, state: 'DRAFT' } })
})

test('approval is for good, so its code is typed', async () => {
  const approve = vi.fn(() => moved('APPROVED', 4))
  shown(<PlansHome />, { answers: { Plans: board({ state: 'PROPOSED' }), ApprovePlan: approve } })

  await person.click(screen.getByRole('button', { name: 'Move 等位关怀' }))
  await person.click(await screen.findByRole('menuitem', { name: 'Approve' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Approve' }).disabled).toBe(true)
  await person.type(dialog.getByRole('textbox'), 'queue-care')
  await person.click(dialog.getByRole('button', { name: 'Approve' }))

  expect(approve).toHaveBeenCalledWith({ input: { id: 'p1', revision: 3 } })
})

test('who only reads sees no action', () => {
  shown(<PlansHome />, {
    answers: { Plans: board({}) },
    viewer: { can: (what) => what.endsWith(':read') },
  })

  expect(screen.getByText('等位关怀')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /New plan/ })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Move 等位关怀' })).toBeNull()
})

test('an empty company is told what to do', () => {
  shown(<PlansHome />, { answers: { Plans: board() } })

  expect(screen.getByText(/No plans yet/)).toBeTruthy()
  expect(screen.getAllByRole('button', { name: /New plan/ }).length).toBeGreaterThan(0)
})

test('view and filters are in the address', async () => {
  const { router } = shown(<PlansHome />, {
    answers: { Plans: board({}, { id: 'p2', title: '结账提速', touchpoint: null }) },
    at: '/?touchpoint=queue',
  })
  expect(screen.queryByText('结账提速')).toBeNull()

  await person.click(screen.getByText('List'))

  expect(router.state.location.search).toBe('?touchpoint=queue&view=list')
  expect(await screen.findByRole('columnheader', { name: 'Expected return' })).toBeTruthy()
})
