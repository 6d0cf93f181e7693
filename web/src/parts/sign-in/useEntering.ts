import { useState } from 'react'
import { Refused } from '@/api/rest'
import type { Entered } from '@/api/session'
import type { Fault } from '@/api/errors'

/** The steps of signing in: what is asked now, what went wrong, and since when nothing may be tried. */
export interface Entering {
  needsCode: boolean
  fault: Fault | null
  isBusy: boolean
  run: (step: () => Promise<Entered | undefined>) => Promise<void>
  back: () => void
}

/** Follow the steps of signing in; `done` is called with a session. */
export function useEntering(done: () => void): Entering {
  const [needsCode, setNeedsCode] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const [isBusy, setBusy] = useState(false)
  const run = async (step: () => Promise<Entered | undefined>) => {
    setBusy(true)
    setFault(null)
    try {
      const answer = await step()
      if (answer?.secondFactor) setNeedsCode(true)
      else done()
    } catch (error) {
      setFault(error instanceof Refused ? error.fault : { code: 'BROWSER', message: String(error) })
    } finally {
      setBusy(false)
    }
  }
  const back = () => {
    setNeedsCode(false)
    setFault(null)
  }
  return { needsCode, fault, isBusy, run, back }
}
