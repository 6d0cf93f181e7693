import type { Touchpoint } from '../versionParts'
import { renameTouchpoint } from './lifeDocuments'
import { Rename } from './Rename'
import { useChange } from './useChange'

/** Rename a touchpoint itself, in every journey and version; its code and its data stay. */
export function RenameTouchpoint({ touchpoint, name }: { touchpoint: Touchpoint; name: string }) {
  const [, change] = useChange(renameTouchpoint)
  const { id, revision } = touchpoint
  return (
    <Rename
      what={name}
      names={touchpoint}
      rename={async (names) => (await change({ input: { id, revision, ...names } })) !== null}
    />
  )
}
