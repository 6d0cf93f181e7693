import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Palette } from '@/app/theme'
import { Chart } from '@/charts/Chart'
import { trendOption, type TrendPoint } from '@/charts/trend'
import type { Measure } from './map'

interface Props {
  points: TrendPoint[]
  measure: Measure
  code: string
}

/** How a touchpoint moved over the year, each month with its interval. */
export function TouchpointTrend({ points, measure, code }: Props) {
  const { t } = useTranslation()
  const name = t(measure === 'value' ? 'figure.value' : 'journey.emotional')
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
  if (!points.length) return <p>{t('journey.noAnswers')}</p>
  const label = t('journey.trendLabel', { name, count: points.length })
  return <Chart label={label} name={`huibao-${code}`} draw={draw} figures={figures} height={200} />
}
