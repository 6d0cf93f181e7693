import { storeOf, type Store } from '@/api/store'

export type Appearance = 'system' | 'light' | 'dark'
export type GoodColour = 'green' | 'red'

/** How somebody likes the console on this device. Red often means "up" in China, so what is good may be red. */
export const appearance = keptStore<Appearance>('huibao.appearance', ['system', 'light', 'dark'])
export const goodColour = keptStore<GoodColour>('huibao.goodColour', ['green', 'red'])

/** Follow whether the system is dark. */
export const systemIsDark: Store<boolean> = storeOf(matches('(prefers-color-scheme: dark)'))

window.matchMedia?.('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
  systemIsDark.set(event.matches)
})

function matches(query: string): boolean {
  return window.matchMedia?.(query).matches ?? false
}

function keptStore<T extends string>(name: string, values: readonly [T, ...T[]]): Store<T> {
  const kept = localStorage.getItem(name)
  const store = storeOf<T>(values.find((one) => one === kept) ?? values[0])
  return {
    ...store,
    set: (value) => {
      localStorage.setItem(name, value)
      store.set(value)
    },
  }
}

/** Read how this device is liked; what is returned writes it again, after signing out has emptied the storage. */
export function likings(): () => void {
  const names = ['huibao.appearance', 'huibao.goodColour', 'huibao.language']
  const kept = names.map((name) => [name, localStorage.getItem(name)] as const)
  return () => kept.forEach(([name, value]) => value !== null && localStorage.setItem(name, value))
}
