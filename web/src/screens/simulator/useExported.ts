import { useTranslation } from 'react-i18next'
import type { Estimate } from '@/parts/estimates'
import type { Figures } from '@/parts/FiguresTable'
import type { Asked, Guess } from './asked'
import { useTouchpointNames, type Parts } from './parts'
import type { Forecast } from './questions'

type Row = Figures['rows'][number]

const ofEstimate = (name: string, one: Estimate | null | undefined): Row => [
  ...[name, one?.value ?? null, one?.low ?? null, one?.high ?? null, one?.n ?? null],
]
const ofGuess = (name: string, { low, mode, high }: Guess): Row => [name, mode, low, high, null]
const ofNumber = (name: string, value: number | null): Row => [name, value, null, null, null]

/** Return what is shown of a scenario as a table: what is moved, what it would bring, what is assumed. */
export function useExported(parts: Parts): (told: Forecast) => Figures {
  const { t } = useTranslation()
  const nameOf = useTouchpointNames(parts.kept)
  const { settled } = parts.scenario
  return (told) => ({
    columns: [
      t('simulator.scenario'),
      t('simulator.middleOf'),
      t('chart.low'),
      t('chart.high'),
      t('chart.n'),
    ],
    rows: [
      ...settled.moves.map(({ touchpoint, uplift }) =>
        ofGuess(t('simulator.uplift', { name: nameOf(touchpoint) }), uplift),
      ),
      ...broughtRows(told, t),
      ...assumedRows(told, settled, t),
    ],
  })
}

type Words = ReturnType<typeof useTranslation>['t']

function broughtRows(told: Forecast, t: Words): Row[] {
  return [
    ofEstimate(t('simulator.experience'), told.experience?.change),
    ofEstimate(t('simulator.repurchase'), told.repurchase?.change),
    ofEstimate(t('simulator.referrals'), told.referrals?.change),
    ofEstimate(t('simulator.gain', { months: told.assumptions.horizonMonths }), told.deltaEquity),
    ofEstimate(t('simulator.cost'), told.cost),
    ofEstimate(t('simulator.npv'), told.npv),
    ofEstimate(t('simulator.roi'), told.roi),
    ofEstimate(t('simulator.payback'), told.paybackMonths),
    ofNumber(t('simulator.chance'), told.pNpvPositive),
  ]
}

function assumedRows({ assumptions }: Forecast, asked: Asked, t: Words): Row[] {
  return [
    ofGuess(t('simulator.once'), asked.cost),
    ofGuess(t('simulator.monthly'), asked.monthlyCost),
    ofNumber(t('simulator.horizonIn'), assumptions.horizonMonths),
    ofNumber(t('simulator.discount'), assumptions.discountRateMonthly),
    ofNumber(t('simulator.causal'), assumptions.causalShare),
  ]
}
