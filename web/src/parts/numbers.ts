import i18next from 'i18next'

/** How a figure is written. Only its form: what it says was computed by the server. */
export type Form = 'score' | 'points' | 'index' | 'money' | 'share' | 'rate' | 'count' | 'rank'

const DIGITS: Record<Form, number> = {
  score: 1,
  points: 2,
  index: 1,
  money: 0,
  share: 0,
  rate: 2,
  count: 0,
  rank: 1,
}

/** Return a number in the words of the language, a change with its sign. Money is shortened to three digits when it is large. */
export function written(value: number, form: Form, currency?: string, isChange = false): string {
  const digits = DIGITS[form]
  const options: Intl.NumberFormatOptions = { maximumFractionDigits: digits }
  if (form === 'score' || form === 'points' || form === 'index') options.minimumFractionDigits = digits
  if (isChange) options.signDisplay = 'exceptZero'
  if (form === 'share' || form === 'rate') options.style = 'percent'
  if (form === 'money' && currency)
    Object.assign(options, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  if (form === 'money' && Math.abs(value) >= 100_000) {
    Object.assign(options, { notation: 'compact', maximumSignificantDigits: 3 })
    delete options.maximumFractionDigits
  }
  return new Intl.NumberFormat(i18next.language, options).format(value)
}
