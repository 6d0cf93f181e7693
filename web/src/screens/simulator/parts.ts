import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import { written, type Form } from '@/parts/numbers'
import type { Answer } from '@/parts/useQuestion'
import type { Forecast, Kept } from './questions'
import type { Scenario } from './useScenario'

/** What every panel of the simulator is given. */
export interface Parts {
  period: string
  scenario: Scenario
  forecast: Answer<{ scenarioForecast: Forecast }>
  kept: Answer<Kept>
}

/** Return how touchpoints are called, by their code. */
export function useTouchpointNames(kept: Answer<Kept>): (code: string) => string {
  const nameOf = useNames()
  const known = kept.data?.touchpoints.nodes ?? []
  return (code) => nameOf(known.find((one) => one.code === code) ?? { code, nameZh: '', nameEn: '' })
}

/** Return a change in words: with its sign, so that what falls is not read as what rises. */
export function signed(value: number, form: Form, currency = '', percentPoints = '%'): string {
  const words = written(value, form, currency)
  // A change of a rate is no per cent of it.
  const plain = form === 'rate' ? words.replace('%', percentPoints) : words
  return value > 0 ? `+${plain}` : plain
}

/** Return how a source of doubt is called; the server names it by what was drawn. */
export function useDoubtNames(nameOf: (code: string) => string): (source: string) => string {
  const { t } = useTranslation()
  return (source) => {
    if (source === 'causal discount') return t('simulator.doubtCause')
    if (source === 'sample of customers') return t('simulator.doubtSample')
    if (source === 'cost') return t('simulator.doubtCost')
    const [, code] = /^uplift of (.+)$/.exec(source) ?? []
    return code ? t('simulator.doubtUplift', { name: nameOf(code) }) : source
  }
}
