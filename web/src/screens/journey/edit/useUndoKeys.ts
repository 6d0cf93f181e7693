import { useEffect } from 'react'
import type { Editing } from './useEditing'

/** Undo with Ctrl+Z and redo with Ctrl+Shift+Z or Ctrl+Y, except where somebody types. */
export function useUndoKeys({ undo, redo }: Editing): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      if (!(event.ctrlKey || event.metaKey) || isTyping) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      void (key === 'y' || event.shiftKey ? redo() : undo())
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [undo, redo])
}
