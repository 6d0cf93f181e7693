const MOST = 10

/** Return the codes of scenarios that a plan can have come from: its own, and what stands before a dash in it. */
export function originCodes(code: string): string[] {
  const parts = code.split('-')
  return parts.map((_, place) => parts.slice(0, place + 1).join('-')).slice(-MOST)
}
