import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { addressOf, askedOf, type Asked } from './asked'

export const PAUSE_MS = 350

/** The scenario of the address, and a way to change it: shown at once, asked when nothing moved for a moment. */
export function useScenario() {
  const [address, setAddress] = useSearchParams()
  const settled = useMemo(() => askedOf(address), [address])
  const [draft, setDraft] = useState<Asked | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef<Asked | null>(null)
  useEffect(() => () => clearTimeout(timer.current), [])
  const settle = useCallback(() => {
    clearTimeout(timer.current)
    const asked = latest.current
    if (!asked) return
    latest.current = null
    setDraft(null)
    setAddress((before) => addressOf(asked, before), { replace: true })
  }, [setAddress])
  const change = useCallback(
    (asked: Asked) => {
      latest.current = asked
      setDraft(asked)
      clearTimeout(timer.current)
      timer.current = setTimeout(settle, PAUSE_MS)
    },
    [settle],
  )
  /** Put another scenario in its place, so that the back button brings this one back. */
  const take = useCallback(
    (asked: Asked, named: { scenario: string } | null) => {
      clearTimeout(timer.current)
      latest.current = null
      setDraft(null)
      setAddress((before) => {
        const after = addressOf(asked, before)
        if (named) after.set('scenario', named.scenario)
        else after.delete('scenario')
        return after
      })
    },
    [setAddress],
  )
  return { shown: draft ?? settled, settled, isMoving: draft !== null, change, take }
}

export type Scenario = ReturnType<typeof useScenario>
