import { useCallback, useRef, useState } from 'react'
import type { Version } from '../versionParts'
import { inverseOf, type Edit } from './edits'
import { useStep, type Outcome } from './useSteps'

const CONFLICT = 'CONFLICT'

/** Make steps of editing on the newest state of a draft that is known here: what was read, or what a step returned. */
export function useRun(read: Version, refused: (outcome: Outcome) => void) {
  const step = useStep()
  const [own, setOwn] = useState<Version | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isConflict, setConflict] = useState(false)
  const isRunning = useRef(false)
  const draft = own && own.id === read.id && own.revision > read.revision ? own : read

  /** Make steps one after another; returns those that take them back, or null when nothing was done. */
  const run = useCallback(
    async (edits: Edit[]): Promise<Edit[] | null> => {
      if (isRunning.current || !edits.length) return null
      isRunning.current = true
      setBusy(true)
      let [at, back]: [Version, Edit[]] = [draft, []]
      for (const edit of edits) {
        const inverse = inverseOf(edit, at)
        const outcome = await step(edit, at)
        if (!outcome.draft) {
          setConflict(outcome.wrong?.code === CONFLICT)
          if (outcome.wrong?.code !== CONFLICT) refused(outcome)
          break
        }
        at = outcome.draft
        back = [...inverse, ...back]
      }
      setOwn(at)
      setBusy(false)
      isRunning.current = false
      return at === draft ? null : back
    },
    [draft, step, refused],
  )
  const forget = useCallback(() => {
    setOwn(null)
    setConflict(false)
  }, [])
  return { draft, isBusy, isConflict, run, forget }
}
