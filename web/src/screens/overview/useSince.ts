import { useViewer } from '@/app/viewer'
import { useFilter } from '@/parts/useFilter'

/** Said in the address when periods are not compared. */
export const NOTHING = 'none'

/** Return the scored months that a period can be compared with, the latest first, and the one that the address says:
 * the month before unless it says otherwise; null when nothing is to be compared. */
export function useSince(period: string | null) {
  const [chosen, choose] = useFilter('since')
  const { periods } = useViewer()
  const others = periods.map((one) => one.period).filter((one) => one !== period)
  const place = periods.findIndex((one) => one.period === period)
  const before = place < 0 ? undefined : periods[place + 1]?.period
  const known = chosen === NOTHING ? null : others.find((one) => one === chosen)
  return { since: known === undefined ? (before ?? null) : known, others, choose }
}
