import { companyDay, type Day } from './time'

export type { Day } from './time'

const MONTHS_BEFORE = 6
const MONTHS_AFTER = 3

/** Return usual days of a plan that is thought of now: it starts with the next month. */
export function daysAround(now: Date): { baselineFrom: Day; startDate: Day; evaluateTo: Day } {
  const start = companyDay(now).startOf('month').add(1, 'month')
  return {
    baselineFrom: start.subtract(MONTHS_BEFORE, 'month'),
    startDate: start,
    evaluateTo: start.add(MONTHS_AFTER, 'month').subtract(1, 'day'),
  }
}
