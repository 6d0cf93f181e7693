import { Segmented } from 'antd'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Palette } from '@/app/theme'
import { Chart } from '@/charts/Chart'
import { trendOption, type TrendPoint } from '@/charts/trend'
import { Panel } from '@/parts/Panel'
import { written } from '@/parts/numbers'
import { periodName } from '@/parts/time'
import type { Answer } from '@/parts/useQuestion'
import type { Figure, Told } from './useOverview'

interface Props {
  overview: Answer<Told>
  figure: Figure
  figures: Figure[]
  choose: (figure: string) => void
}

/** One figure of the company over the months, each with its interval. */
export function TrendPanel({ overview, figure, figures, choose }: Props) {
  const { t } = useTranslation()
  const names = { RETURN_INDEX: t('figure.returnIndex'), VALUE: t('figure.value'), NPS: t('figure.nps') }
  const chooser = (
    <Segmented
      aria-label={t('overview.trend')}
      value={figure}
      onChange={choose}
      options={figures.map((value) => ({ value, label: names[value] }))}
    />
  )
  return (
    <Panel title={t('overview.trend')} extra={chooser} answer={overview} rows={6}>
      {({ trend }) => <Trend points={trend.nodes[0]?.points ?? []} name={names[figure]} />}
    </Panel>
  )
}

function Trend({ points, name }: { points: TrendPoint[]; name: string }) {
  const { t } = useTranslation()
  const draw = useCallback((palette: Palette) => trendOption(points, palette, name), [points, name])
  const figures = useMemo(
    () => ({
      columns: [t('period.label'), name, t('chart.low'), t('chart.high'), t('chart.n'), t('chart.status')],
      rows: points.map(({ period, status, estimate }) => [
        period,
        estimate?.value ?? t('estimate.insufficient'),
        estimate?.low ?? null,
        estimate?.high ?? null,
        estimate?.n ?? 0,
        status,
      ]),
    }),
    [points, name, t],
  )
  const last = points.at(-1)
  const value = last?.estimate?.value
  const said = value === null || value === undefined ? t('estimate.insufficient') : written(value, 'score')
  const label = t('overview.trendLabel', { name, value: said, period: last ? periodName(last.period) : '' })
  return <Chart label={label} name={`huibao-${name}`} draw={draw} figures={figures} height={280} />
}
