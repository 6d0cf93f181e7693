import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { queueCarePage, stools } from '@/testing/plans'
import { shown } from '@/testing/shown'
import { PlanTasks } from './PlanTasks'

vi.setConfig({ testTimeout: 20_000 })
const person = userEvent.setup({ pointerEventsCheck: 0 })

const choices = {
  touchpoints: { nodes: [] },
  units: { nodes: [] },
  departments: { nodes: [{ id: 'd1', code: 'ops', nameZh: '门店运营部', nameEn: 'Store operations' }] },
  members: { nodes: [] },
}
const second = { ...stools, id: 'k2', title: 'Train', checklist: [], department: null }
const running = { ...queueCarePage, state: 'RUNNING' as const, work: { nodes: [stools, second] } }
const done = (revision: number) => ({ done: { actionTask: { id: 'k1', revision }, userErrors: [] } })

test('a task is ticked, and back within ten seconds', async () => {
  const update = vi.fn(() => done(3))
  shown(<PlanTasks plan={running} />, { answers: { UpdateTask: update, PlanChoices: choices } })

  await person.click(screen.getByRole('checkbox', { name: 'Done: 等位区增设座椅' }))
  await person.click(await screen.findByRole('button', { name: 'Undo' }))

  expect(update).toHaveBeenNthCalledWith(1, { input: { id: 'k1', progress: 100, revision: 2 } })
  expect(update).toHaveBeenNthCalledWith(2, { input: { id: 'k1', progress: 40, revision: 3 } })
})

test('one thing of a checklist is ticked, the others stay', async () => {
  const update = vi.fn(() => done(3))
  shown(<PlanTasks plan={running} />, { answers: { UpdateTask: update, PlanChoices: choices } })

  await person.click(screen.getByRole('checkbox', { name: 'Put them up' }))

  const checklist = stools.checklist.map(({ title }) => ({ title, isDone: true }))
  expect(update).toHaveBeenCalledWith({ input: { id: 'k1', checklist, revision: 2 } })
})

test('tasks are ordered without a mouse', async () => {
  const reorder = vi.fn(() => ({ done: { actionPlan: { id: 'p1', revision: 4 }, userErrors: [] } }))
  shown(<PlanTasks plan={running} />, { answers: { ReorderTasks: reorder, PlanChoices: choices } })

  screen.getByRole('button', { name: 'Move Train up' }).focus()
  await person.keyboard('{Enter}')

  expect(reorder).toHaveBeenCalledWith({ input: { planId: 'p1', taskIds: ['k2', 'k1'], revision: 3 } })
})

test('what is wrong with a task is said at its field, and what was typed stays', async () => {
  const problem = { code: 'BAD_VALUE', field: 'input.title', message: 'Too long.' }
  const create = vi.fn(() => ({ done: { actionTask: null, userErrors: [problem] } }))
  shown(<PlanTasks plan={running} />, { answers: { CreateTask: create, PlanChoices: choices } })

  await person.click(screen.getByRole('button', { name: /Add a task/ }))
  const dialog = within(await screen.findByRole('dialog'))
  await person.type(dialog.getByLabelText('Task'), 'New signs')
  await person.click(dialog.getByRole('button', { name: 'Save' }))

  expect(await dialog.findByText('Too long.')).toBeTruthy()
  expect(dialog.getByLabelText<HTMLInputElement>('Task').value).toBe('New signs')
  expect(create).toHaveBeenCalledWith({
    input: expect.objectContaining({ planId: 'p1', title: 'New signs', progress: 0, checklist: [] }),
  })
})

test.each([
  ['who only reads', running, (what: string) => what.endsWith(':read')],
  ['anybody, once the plan is over', { ...running, state: 'DONE' as const }, () => true],
])('%s changes no task', (_, plan, can) => {
  shown(<PlanTasks plan={plan} />, { answers: { PlanChoices: choices }, viewer: { can } })

  expect(screen.getByText('Train')).toBeTruthy()
  expect(screen.queryAllByRole('button')).toEqual([])
  expect(screen.getAllByRole<HTMLInputElement>('checkbox').every(({ disabled }) => disabled)).toBe(true)
})
