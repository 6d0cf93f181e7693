import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { shown } from '@/testing/shown'
import { PlanForm } from './PlanForm'
import { placeOf } from './values'

vi.setConfig({ testTimeout: 20_000 })
beforeEach(() => sessionStorage.clear())

const choices = {
  touchpoints: { nodes: [{ id: 't1', code: 'queue', nameZh: '到店等位', nameEn: 'Waiting' }] },
  units: { nodes: [{ id: 'u1', code: 'r1', name: '春熙路店', kind: 'restaurant' }] },
  departments: { nodes: [] },
  members: { nodes: [] },
}
const write = async (create: (variables: Record<string, unknown>) => unknown) => {
  const view = shown(<PlanForm code={null} />, {
    answers: { PlanChoices: choices, CreatePlan: create },
    at: '/plans?form=new&touchpoint=queue',
  })
  await userEvent.type(await screen.findByLabelText('Title'), 'Care')
  await userEvent.type(screen.getByLabelText('Code'), 'care')
  return view
}

test('a plan is written with what was typed and the touchpoint of the address', async () => {
  const create = vi.fn(() => ({
    saved: { actionPlan: { id: 'p', code: 'care', revision: 1 }, userErrors: [] },
  }))
  const { router } = await write(create)

  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  await vi.waitFor(() => expect(router.state.location.pathname).toBe('/plans/care'))
  const [[{ input }]] = create.mock.calls as unknown as [[{ input: Record<string, unknown> }]]
  expect(input).toMatchObject({
    title: 'Care',
    code: 'care',
    touchpoint: 'queue',
    metric: 'VALUE',
    cost: null,
  })
  expect(sessionStorage.length).toBe(0)
})

test('what is wrong is said at its field, and nothing typed is lost', async () => {
  const userErrors = [{ code: 'CODE_TAKEN', field: 'input.code', message: 'The code is taken.' }]
  await write(() => ({ saved: { actionPlan: null, userErrors } }))

  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('The code is taken.')).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('Title').value).toBe('Care')
})

test('what was typed is there again after the page was loaded anew', async () => {
  const { unmount } = await write(() => undefined)
  unmount()

  shown(<PlanForm code={null} />, { answers: { PlanChoices: choices }, at: '/plans?form=new' })

  expect((await screen.findByLabelText<HTMLInputElement>('Title')).value).toBe('Care')
})

test.each([
  ['input.title', ['title']],
  ['input.tasks.0.title', ['tasks', 0, 'title']],
  ['input', []],
])('%s is about %j', (field, place) => {
  expect(placeOf(field)).toEqual(place)
})
