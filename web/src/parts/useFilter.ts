import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** A filter that lives in the address: a link and the back button bring it back. Null takes it out. */
export function useFilter(name: string): [string | null, (value: string | null) => void] {
  const [values, setValues] = useSearchParams()
  const set = useCallback(
    (value: string | null) => {
      setValues((before) => {
        const after = new URLSearchParams(before)
        if (value === null || value === '') after.delete(name)
        else after.set(name, value)
        return after
      })
    },
    [name, setValues],
  )
  return [values.get(name), set]
}
