import { useEffect, useState } from 'react'
import { session, type SessionInfo } from '@/api/session'

/** Return how one may sign in here; null while that is not known, and then only the password is offered. */
export function useSessionInfo(): SessionInfo | null {
  const [info, setInfo] = useState<SessionInfo | null>(null)
  useEffect(() => {
    let isGone = false
    session.read().then(
      (found) => {
        if (!isGone) setInfo(found)
      },
      () => undefined, // the form works without it, and says itself when the server is away
    )
    return () => {
      isGone = true
    }
  }, [])
  return info
}
