import { useState } from 'react'
import type { Fault } from '@/api/errors'
import { Refused } from '@/api/rest'
import { useAttempt } from './danger'

/** One step of a panel: what went wrong in it, and whether it goes on. */
export interface Step {
  fault: Fault | null
  isBusy: boolean
  /** Take it; whether it was taken. */
  take: (step: () => Promise<void>) => Promise<boolean>
}

/** Return what takes a step that may be dangerous, and says what went wrong. */
export function useStep(): Step {
  const attempt = useAttempt()
  const [fault, setFault] = useState<Fault | null>(null)
  const [isBusy, setBusy] = useState(false)
  const take = async (step: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    try {
      return await attempt(step)
    } catch (error) {
      setFault(error instanceof Refused ? error.fault : { code: 'BROWSER', message: String(error) })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { fault, isBusy, take }
}
