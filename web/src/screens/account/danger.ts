import { createContext, useCallback, useContext, useState } from 'react'
import { Refused } from '@/api/rest'
import { signInAgain } from '@/api/session'

/** Do what is dangerous, after a fresh proof where one is asked for; false when the person gave up. */
export type Attempt = (step: () => Promise<void>) => Promise<boolean>

/** The question that is open: `answer` says whether the person proved who they are. */
export interface Proving {
  answer: (proved: boolean) => void
}

export const DangerContext = createContext<Attempt>(async (step) => {
  await step()
  return true
})

export const useAttempt = (): Attempt => useContext(DangerContext)

/** Return what tries dangerous steps, and the question that has to be shown meanwhile. */
export function useDanger(): { attempt: Attempt; proving: Proving | null } {
  const [proving, setProving] = useState<Proving | null>(null)
  const prove = useCallback(
    () => new Promise<boolean>((resolve) => setProving({ answer: resolve })).finally(() => setProving(null)),
    [],
  )
  const attempt = useCallback<Attempt>(
    async (step) => {
      try {
        await step()
        return true
      } catch (error) {
        const code = error instanceof Refused ? error.fault.code : ''
        const isBack =
          code === 'FORBIDDEN' ? await prove() : code === 'UNAUTHENTICATED' && (await signInAgain())
        if (isBack) {
          await step()
          return true
        }
        if (code === 'FORBIDDEN') return false
        throw error
      }
    },
    [prove],
  )
  return { attempt, proving }
}
