import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { queueCarePage } from '@/testing/plans'
import { shown } from '@/testing/shown'
import { BlockButton, BlockedNote } from './Blocked'
import { PlanComments } from './PlanComments'
import { PlanHistory } from './PlanHistory'

vi.setConfig({ testTimeout: 20_000 })
beforeEach(() => sessionStorage.clear())
const person = userEvent.setup({ pointerEventsCheck: 0 })

const members = { nodes: [{ id: 'u1', email: 'ops@hotpot.example', name: '陈晓岚', isActive: true }] }
const nothing = { nodes: [] }
const choices = { touchpoints: nothing, units: nothing, departments: nothing, members }

test('a comment calls who is mentioned, and is forgotten here once it is sent', async () => {
  const send = vi.fn(() => ({ commentOnPlan: { comment: { id: 'c1' }, userErrors: [] } }))
  shown(<PlanComments plan={queueCarePage} />, { answers: { PlanChoices: choices, CommentOnPlan: send } })

  await person.type(screen.getByLabelText('Write a comment'), '@陈晓岚 look')
  expect(sessionStorage.length).toBe(1)
  await person.click(screen.getByRole('button', { name: 'Send' }))

  expect(send).toHaveBeenCalledWith({
    input: { planId: 'p1', text: '@陈晓岚 look', mentions: ['ops@hotpot.example'] },
  })
  expect(sessionStorage.length).toBe(0)
})

test('a comment that is refused stays as it was typed', async () => {
  const problem = { code: 'BAD_VALUE', field: 'input.text', message: 'Too long.' }
  const send = () => ({ commentOnPlan: { comment: null, userErrors: [problem] } })
  shown(<PlanComments plan={queueCarePage} />, { answers: { PlanChoices: choices, CommentOnPlan: send } })

  await person.type(screen.getByLabelText('Write a comment'), 'words')
  await person.click(screen.getByRole('button', { name: 'Send' }))

  expect(await screen.findByText('Too long.')).toBeTruthy()
  expect(screen.getByLabelText<HTMLTextAreaElement>('Write a comment').value).toBe('words')
})

test('a plan is blocked with a reason, and what is in its way is shown', async () => {
  const block = vi.fn(() => ({ done: { actionPlan: null, userErrors: [] } }))
  const running = { ...queueCarePage, state: 'RUNNING' as const }
  const { unmount } = shown(<BlockButton plan={running} />, { answers: { BlockPlan: block } })
  await person.click(screen.getByRole('button', { name: /Blocked/ }))
  await person.type(await screen.findByLabelText('What is in the way?'), 'No supplier')
  await person.keyboard('{Tab}{Tab}{Enter}')
  expect(block).toHaveBeenCalledWith({ input: { id: 'p1', reason: 'No supplier', revision: 3 } })
  unmount()

  shown(
    <BlockedNote plan={{ ...running, blockedReason: 'No supplier', blockedAt: '2026-10-01T00:00:00Z' }} />,
  )

  expect(screen.getByText('Blocked: No supplier')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'It can go on' })).toBeTruthy()
})

test('history says who did what, and what became of what', () => {
  const event = {
    id: 'e1',
    at: '2026-10-01T00:00:00Z',
    actorName: 'ann@x.cn',
    action: 'task.updated',
    subjectKind: 'task',
    subjectName: 'Stools',
    before: { progress: 40 },
    after: { progress: 60 },
  }
  const moved = { ...event, id: 'e2', action: 'plan.started', subjectKind: 'plan', subjectName: 'queue-care' }
  const states = { ...moved, before: { state: 'approved' }, after: { state: 'running' } }
  shown(<PlanHistory code="queue-care" />, {
    answers: { PlanHistory: { planHistory: { totalCount: 2, nodes: [event, states] } } },
  })

  expect(screen.getByText('Task changed “Stools” · Done, %: 40 → 60')).toBeTruthy()
  expect(screen.getByText('Started · State: Approved → Running')).toBeTruthy()
})
