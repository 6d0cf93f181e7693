import { useSearchParams } from 'react-router'
import { useFilter } from '@/parts/useFilter'
import type { Measure } from './map'

export const MOST_SEGMENTS = 2

/** What of a map is shown: all of it is in the address. */
export interface MapFilters {
  measure: Measure
  segments: string[]
  channel: string | null
  stage: string | null
  isExpectedShown: boolean
  isTable: boolean
  set: (changes: Record<string, string | string[] | null>) => void
}

/** Return the filters of the map. */
export function useMapFilters(): MapFilters {
  const [values, setValues] = useSearchParams()
  const [measure] = useFilter('figure')
  const set = (changes: Record<string, string | string[] | null>) =>
    setValues((before) => {
      const after = new URLSearchParams(before)
      for (const [name, value] of Object.entries(changes)) {
        after.delete(name)
        for (const one of value === null ? [] : [value].flat()) after.append(name, one)
      }
      return after
    })
  return {
    measure: measure === 'emotional' ? 'emotional' : 'value',
    segments: values.getAll('segment').slice(0, MOST_SEGMENTS),
    channel: values.get('channel'),
    stage: values.get('stage'),
    isExpectedShown: values.get('expected') === '1',
    isTable: values.get('view') === 'table',
    set,
  }
}
