import type { Find } from './useFinds'

const MOST = 12

/** Return what holds all the words that were typed, what begins with them first; without words, what stands first. */
export function matching<T extends Pick<Find, 'name' | 'more'>>(finds: T[], typed: string): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = finds.filter(({ name, more }) => {
    const text = `${name} ${more}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const first = words[0] ?? ''
  const begins = ({ name }: T) => Number(!name.toLowerCase().startsWith(first))
  return found.toSorted((one, other) => begins(one) - begins(other)).slice(0, MOST)
}
