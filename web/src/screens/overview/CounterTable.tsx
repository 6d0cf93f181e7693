import { useTranslation } from 'react-i18next'
import { ExportMenu } from '@/parts/ExportMenu'
import { FiguresTable } from '@/parts/FiguresTable'
import type { Trace } from './useExplanation'

/** The exact counters behind a score, to be read and saved. */
export function CounterTable({ counters }: { counters: Trace['counters'] }) {
  const { t } = useTranslation()
  if (!counters.length) return null
  const figures = {
    columns: [
      t('overview.part'),
      t('explain.metric'),
      t('chart.n'),
      t('explain.total'),
      t('explain.scale'),
      t('explain.groups'),
    ],
    rows: counters.map((one) => [
      one.touchpoint,
      one.weighted ? t('explain.weighted', { metric: one.metric }) : one.metric,
      one.n,
      one.total,
      one.scale,
      one.groups,
    ]),
  }
  return (
    <details>
      <summary>{t('explain.counters')}</summary>
      <FiguresTable figures={figures} label={t('explain.counters')} />
      <ExportMenu name="huibao-counters" figures={figures} />
    </details>
  )
}
