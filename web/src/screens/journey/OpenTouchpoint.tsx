import { lazy, Suspense, useState } from 'react'
import { useFilter } from '@/parts/useFilter'
import type { Told } from './useJourneyMap'

// Only for who looks closer.
const TouchpointDrawer = lazy(async () => ({
  default: (await import('./TouchpointDrawer')).TouchpointDrawer,
}))

/** The touchpoint that the address names, over the map. Once opened it stays, so that it closes as it opened. */
export function OpenTouchpoint(given: { told: Told | undefined; period: string }) {
  const [code] = useFilter('touchpoint')
  const [wasOpen, setOpen] = useState(false)
  if (code && !wasOpen) setOpen(true)
  return <Suspense>{wasOpen && <TouchpointDrawer {...given} />}</Suspense>
}
