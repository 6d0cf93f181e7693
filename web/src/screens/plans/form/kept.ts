import type { Values } from './values'

/** What is typed is kept in this tab until it is saved or thrown away, whatever happens to the page meanwhile. */
export const kept = {
  read: (name: string): Partial<Values> | null => {
    try {
      const found: unknown = JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null')
      return found as Partial<Values> | null
    } catch {
      return null // somebody else wrote there
    }
  },
  write: (name: string, values: Partial<Values>) =>
    sessionStorage.setItem(keyOf(name), JSON.stringify(values)),
  forget: (name: string) => sessionStorage.removeItem(keyOf(name)),
}

const keyOf = (name: string) => `huibao.plan.${name}`
