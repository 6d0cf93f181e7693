import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { shown } from '@/testing/shown'
import { NotScored } from './NotScored'

test('a period without figures leads to the latest that has some', async () => {
  const { router } = shown(<NotScored>Nothing here.</NotScored>, { at: '/drivers?period=2019-01' })

  await userEvent.click(screen.getByRole('button', { name: 'Show Sep 2026' }))

  expect(router.state.location.search).toBe('?period=2026-09')
})

test('a company without any leads to the overview, which says how to begin', async () => {
  const { router } = shown(<NotScored>Nothing here.</NotScored>, { at: '/drivers', viewer: { periods: [] } })

  await userEvent.click(screen.getByRole('button', { name: 'To the overview' }))

  expect(router.state.location.pathname).toBe('/')
})
