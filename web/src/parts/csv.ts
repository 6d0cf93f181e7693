import type { Figures } from './FiguresTable'

const MARK = '\uFEFF' // without it Excel takes Chinese for something else

/** Return figures as CSV that spreadsheets open as it is; a text that looks like a formula stays a text. */
export function csvOf({ columns, rows }: Figures): string {
  return MARK + [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
