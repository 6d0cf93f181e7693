import { createContext, useContext } from 'react'
import type { Editing } from './useEditing'

export const EditingContext = createContext<Editing | null>(null)

/** Return the editing that stands around this. */
export function useEdited(): Editing {
  const editing = useContext(EditingContext)
  if (!editing) throw new Error('this is part of the editor of a draft')
  return editing
}
