import { useCallback } from 'react'
import { useFilter } from '@/parts/useFilter'

/** What the address says about the matrix: the segment, the one beside it, what is left out, what was chosen. */
export function useChoices() {
  const [segment, setSegment] = useFilter('segment')
  const [other, setOther] = useFilter('beside')
  const [left, setLeft] = useFilter('without')
  const [touchpoint, choose] = useFilter('touchpoint')
  const without = left ? left.split(',') : []
  const leaveOut = useCallback((codes: string[]) => setLeft(codes.join(',')), [setLeft])
  return { segment, setSegment, other, setOther, without, leaveOut, touchpoint, choose }
}

export type Choices = ReturnType<typeof useChoices>

/** Everybody's answers, where a segment is asked for in the address. */
export const EVERYBODY = '*'
