import { Segmented } from 'antd'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Palette } from '@/app/theme'
import { Chart } from '@/charts/Chart'
import type { Picked } from '@/charts/Drawing'
import { trendOption, type TrendPoint } from '@/charts/trend'
import { Panel } from '@/parts/Panel'
import { written } from '@/parts/numbers'
import { periodName } from '@/parts/time'
import { useFilter } from '@/parts/useFilter'
import type { Answer } from '@/parts/useQuestion'
import { Happened } from './Happened'
import { lettered, type Lettered } from './lettered'
import type { Figure } from './useFigure'
import type { Annotation } from './useOverview'

interface Told {
  trend: { nodes: { points: TrendPoint[] }[] }
  annotations?: { nodes: Annotation[] } | null
}

interface Props {
  overview: Answer<Told>
  figure: Figure
  figures: readonly Figure[]
}

/** One figure over the months, each with its interval, and what happened meanwhile. */
export function TrendPanel({ overview, figure, figures }: Props) {
  const { t } = useTranslation()
  const [, choose] = useFilter('figure')
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
      {({ trend, annotations }) => (
        <Trend
          points={trend.nodes[0]?.points ?? []}
          name={names[figure]}
          marks={lettered(annotations?.nodes ?? [])}
        />
      )}
    </Panel>
  )
}

function Trend({ points, name, marks }: { points: TrendPoint[]; name: string; marks: Lettered[] }) {
  const { t } = useTranslation()
  const [, choose] = useFilter('period')
  const draw = useCallback(
    (palette: Palette) => trendOption(points, palette, name, marks),
    [points, name, marks],
  )
  const pick = useCallback(
    ({ dataIndex }: Picked) => choose(points[dataIndex]?.period ?? null),
    [points, choose],
  )
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
  return (
    <>
      <Chart label={label} name={`huibao-${name}`} draw={draw} figures={figures} height={280} onPick={pick} />
      <Happened marks={marks} />
    </>
  )
}
