import type { Palette } from '@/app/theme'
import type { Estimate } from '@/parts/estimates'
import { written } from '@/parts/numbers'
import { periodName } from '@/parts/time'
import type { Option } from './echarts'
import { whisker } from './interval'

export interface TrendPoint {
  period: string
  status: string
  estimate: Estimate | null
}

/** A letter over a period in which something happened. */
export interface TrendMark {
  letter: string
  period: string
}

/** Draw a figure over periods with the interval of each; a period with too few answers leaves a gap. */
export function trendOption(
  points: TrendPoint[],
  palette: Palette,
  name: string,
  marks: TrendMark[] = [],
): Option {
  const axis = { axisLabel: { color: palette.quiet }, axisLine: { lineStyle: { color: palette.line } } }
  const known = points.flatMap(({ estimate }, place) =>
    estimate && estimate.low !== null && estimate.high !== null ? [[place, estimate.low, estimate.high]] : [],
  )
  return {
    grid: { left: 48, right: 24, top: marks.length ? 40 : 24, bottom: 28 },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      formatter: (shown: unknown) => told(shown, points, name),
    },
    xAxis: { type: 'category', data: points.map(({ period }) => periodName(period)), ...axis },
    yAxis: {
      type: 'value',
      scale: true,
      ...axis,
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
    },
    series: [
      {
        type: 'custom',
        id: 'interval',
        silent: true,
        data: known,
        renderItem: whisker(palette.main),
        encode: { y: [1, 2] },
      },
      {
        type: 'line',
        id: 'value',
        name,
        data: points.map(({ estimate }) => estimate?.value ?? null),
        itemStyle: { color: palette.main },
        lineStyle: { color: palette.main, width: 2 },
        symbol: 'circle',
        symbolSize: 8,
        label: { ...labels(palette), show: points.length <= 12 },
        labelLayout: { hideOverlap: true },
        markLine: markedPeriods(points, marks, palette),
      },
    ],
  }
}

/** Thin lines with letters over the periods in which something happened. */
function markedPeriods(points: TrendPoint[], marks: TrendMark[], palette: Palette) {
  const places = new Map(points.map(({ period }, place) => [period, place]))
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: palette.attention, type: 'dashed', width: 1 },
    label: { position: 'end', color: palette.attention, fontWeight: 'bold', formatter: '{b}' },
    data: marks.flatMap(({ letter, period }) => {
      const place = places.get(period)
      return place === undefined ? [] : [{ name: letter, xAxis: place }]
    }),
  }
}

/** Figures above their points, on a ground of their own so that intervals do not cross them. */
function labels(palette: Palette) {
  const ground = { backgroundColor: palette.ground, padding: [1, 3] }
  return { ...ground, position: 'top', distance: 8, color: palette.text, formatter: labelOf }
}

function labelOf({ value }: { value: unknown }): string {
  return typeof value === 'number' ? written(value, 'score') : ''
}

function told(shown: unknown, points: TrendPoint[], name: string): string {
  const [first] = shown as { dataIndex: number }[]
  const point = first && points[first.dataIndex]
  if (!point?.estimate || point.estimate.value === null) return ''
  const { value, low, high, n } = point.estimate
  const interval =
    low !== null && high !== null ? ` [${written(low, 'score')} – ${written(high, 'score')}]` : ''
  return `${periodName(point.period)}\n${name} ${written(value, 'score')}${interval}\nn = ${written(n, 'count')}`
}
