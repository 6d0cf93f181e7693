import { useSyncExternalStore } from 'react'

/** One value that lives outside of the screens and that they follow. */
export interface Store<T> {
  get: () => T
  set: (value: T) => void
  follow: (told: () => void) => () => void
}

/** Make a store with a first value. */
export function storeOf<T>(first: T): Store<T> {
  let value = first
  const followers = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      followers.forEach((told) => told())
    },
    follow: (told) => {
      followers.add(told)
      return () => followers.delete(told)
    },
  }
}

/** Follow a store from a component. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.follow, store.get)
}
