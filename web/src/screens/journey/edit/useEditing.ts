import { useCallback, useState } from 'react'
import type { Version } from '../versionParts'
import type { Edit } from './edits'
import { useRun } from './useRun'
import type { Outcome } from './useSteps'

/** Editing of a draft, step by step, each of which can be taken back. */
export interface Editing {
  draft: Version
  isBusy: boolean
  /** Somebody else was quicker: the last step was not made. */
  isConflict: boolean
  canUndo: boolean
  canRedo: boolean
  apply: (edits: Edit[]) => Promise<boolean>
  undo: () => Promise<boolean>
  redo: () => Promise<boolean>
  /** What was just done, in words; null after a while. */
  told: string | null
  tell: (words: string | null) => void
  /** Forget what was done here, because the draft is read anew. */
  forget: () => void
}

interface Stacks {
  done: Edit[][]
  undone: Edit[][]
}

const NOTHING: Stacks = { done: [], undone: [] }

/** Edit a draft; `refused` is told why a step was not made. */
export function useEditing(read: Version, refused: (outcome: Outcome) => void): Editing {
  const { draft, isBusy, isConflict, run, forget } = useRun(read, refused)
  const [stacks, setStacks] = useState(NOTHING)
  const [told, tell] = useState<string | null>(null)
  const { done, undone } = stacks
  const turn = useCallback(
    async (edits: Edit[] | undefined, after: (stacks: Stacks, back: Edit[]) => Stacks) => {
      const back = await run(edits ?? [])
      if (back) setStacks((before) => after(before, back))
      return back !== null
    },
    [run],
  )
  return {
    draft,
    isBusy,
    isConflict,
    told,
    tell,
    canUndo: done.length > 0,
    canRedo: undone.length > 0,
    apply: (edits) => turn(edits, (now, back) => ({ done: [...now.done, back], undone: [] })),
    undo: () =>
      turn(done.at(-1), (now, back) => ({ done: now.done.slice(0, -1), undone: [...now.undone, back] })),
    redo: () =>
      turn(undone.at(-1), (now, back) => ({ done: [...now.done, back], undone: now.undone.slice(0, -1) })),
    forget: () => {
      forget()
      setStacks(NOTHING)
      tell(null)
    },
  }
}
