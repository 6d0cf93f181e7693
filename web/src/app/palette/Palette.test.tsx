import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { shown } from '@/testing/shown'
import Palette from './Palette'

const Finds = {
  touchpoints: { nodes: [{ id: 't1', code: 'queue', nameZh: '到店等位', nameEn: 'Waiting for a table' }] },
  actionPlans: { nodes: [{ id: 'p1', code: 'queue-care', title: '等位关怀' }] },
}

function open(viewer = {}) {
  const close = vi.fn()
  const view = shown(<Palette close={close} />, { answers: { Finds }, viewer })
  return { ...view, close, field: screen.getByRole('combobox') }
}

test('a few letters and Enter lead to a touchpoint', async () => {
  const { router, close, field } = open()

  fireEvent.change(field, { target: { value: 'wait' } })
  await screen.findByRole('option', { name: /Waiting for a table/ })
  fireEvent.keyDown(field, { key: 'Enter' })

  await waitFor(() => expect(router.state.location.search).toBe('?touchpoint=queue'))
  expect(router.state.location.pathname).toBe('/drivers')
  expect(close).toHaveBeenCalledOnce()
})

test('arrows move through what was found and around its ends', async () => {
  const { field } = open()
  await screen.findByRole('option', { name: /等位关怀/ })
  const chosen = () => screen.getByRole('option', { selected: true }).textContent

  expect(chosen()).toContain('Overview')
  fireEvent.keyDown(field, { key: 'ArrowDown' })
  expect(chosen()).toContain('Journeys')
  fireEvent.keyDown(field, { key: 'ArrowUp' })
  fireEvent.keyDown(field, { key: 'ArrowUp' })
  expect(chosen()).not.toContain('Overview')
  expect(field.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id)
})

test('somebody who may not plan is offered no new plan', async () => {
  open({ can: (capability: string) => capability.endsWith(':read') })
  await screen.findByRole('option', { name: /Waiting/ })

  expect(screen.queryByRole('option', { name: /New action plan/ })).toBeNull()
})

test('what is called like nothing says so', async () => {
  const { field } = open()
  await screen.findByRole('option', { name: /Waiting/ })

  fireEvent.change(field, { target: { value: 'zzz' } })

  expect(screen.getByText('Nothing is called that.')).toBeTruthy()
})
