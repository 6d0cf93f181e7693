import { act, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { shown } from '@/testing/shown'
import { usePeriod } from './PeriodPicker'
import { useFilter } from './useFilter'

function Probe() {
  const [touchpoint, choose] = useFilter('touchpoint')
  return (
    <button onClick={() => choose(touchpoint ? null : 'queue')}>
      {touchpoint ?? 'all'} {usePeriod()}
    </button>
  )
}

test('a filter is in the address and leaves the others alone', () => {
  const { router } = shown(<Probe />, { at: '/?period=2026-08' })

  act(() => screen.getByRole('button').click())
  expect(router.state.location.search).toBe('?period=2026-08&touchpoint=queue')
  expect(screen.getByRole('button').textContent).toBe('queue 2026-08')

  act(() => screen.getByRole('button').click())
  expect(router.state.location.search).toBe('?period=2026-08')
})

test('without a choice it is the latest month that is over; without any month there is none', () => {
  const { unmount } = shown(<Probe />)
  expect(screen.getByRole('button').textContent).toBe('all 2026-09')
  unmount()

  shown(<Probe />, { viewer: { periods: [] } })
  expect(screen.getByRole('button').textContent).toBe('all ')
})
