import { useCallback, useEffect } from 'react'
import { useEdited } from './context'

let wanted: string | null = null

/** Keep the focus on the button of what is moved by keyboard, wherever it comes to stand. */
export function useKeptFocus(): (button: string) => void {
  const { draft } = useEdited()
  useEffect(() => {
    const button = wanted && document.querySelector<HTMLElement>(`[data-move="${CSS.escape(wanted)}"]`)
    if (!button) return
    wanted = null
    button.focus()
  }, [draft])
  return useCallback((button: string) => {
    wanted = button
  }, [])
}
