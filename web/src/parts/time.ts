import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'
import i18next from 'i18next'

dayjs.extend(utc)
dayjs.extend(timezone)

let zone = 'UTC'

/** Tell all moments in the company's time zone from now on. */
export function beginZone(name: string): void {
  zone = name
}

/** A day of a calendar, as date pickers hold it. */
export type Day = dayjs.Dayjs

/** Return the day that a moment is in the company's zone. */
export function companyDay(at: Date): Day {
  return dayjs(dayjs(at).tz(zone).format('YYYY-MM-DD'))
}

/** Return a moment in words, in the company's time zone. */
export function moment(at: string): string {
  return dayjs(at).tz(zone).format('YYYY-MM-DD HH:mm')
}

/** Return a day, which has no zone, in words. */
export function day(date: string): string {
  const [year, month, number] = date.split('-').map(Number)
  const found = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, number ?? 1))
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(found)
}

/** Return a period by its label in words: a month as people write it, others as they are. */
export function periodName(label: string): string {
  const found = /^(\d{4})-(\d{2})$/.exec(label)
  if (!found) return label
  const date = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, 1))
  return new Intl.DateTimeFormat(i18next.language, {
    year: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(date)
}
