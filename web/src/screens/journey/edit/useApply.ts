import { useCallback } from 'react'
import { useEdited } from './context'
import type { Edit } from './edits'

/** Return how steps are made that are then told, with a way to take them back for a while. */
export function useApply(): (edits: Edit[], told: string) => Promise<boolean> {
  const { apply, tell } = useEdited()
  return useCallback(
    async (edits, told) => {
      const isDone = await apply(edits)
      if (isDone) tell(told)
      return isDone
    },
    [apply, tell],
  )
}
