/** A stretch of time that is drawn, as ISO dates. */
export interface Span {
  from: string
  to: string
}

interface Dated {
  baselineFrom: string
  evaluateTo: string
}

const MOST_TICKS = 8

/** Return the whole months that hold all plans. */
export function spanOf(plans: Dated[]): Span {
  const from = plans.map((one) => one.baselineFrom).sort()[0] ?? '2026-01-01'
  const to =
    plans
      .map((one) => one.evaluateTo)
      .sort()
      .at(-1) ?? '2027-01-01'
  return { from: `${from.slice(0, 7)}-01`, to: `${after(to.slice(0, 7))}-01` }
}

/** Return where a day lies in a span, in per cent. */
export function placeOf(date: string, { from, to }: Span): number {
  const [start, end, here] = [from, to, date].map((one) => Date.parse(one)) as [number, number, number]
  return Math.min(100, Math.max(0, ((here - start) / (end - start)) * 100))
}

/** Return the months to name along a span, few enough to be read. */
export function monthsAcross({ from, to }: Span): string[] {
  const months: string[] = []
  for (let month = from.slice(0, 7); `${month}-01` < to; month = after(month)) months.push(month)
  const step = Math.ceil(months.length / MOST_TICKS)
  return months.filter((_, place) => place % step === 0)
}

/** Return the month that follows another. */
function after(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}
