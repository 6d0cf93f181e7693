import type { Palette } from '@/app/theme'
import { written } from '@/parts/numbers'
import { day } from '@/parts/time'
import { axisOf, gridLines, markedPlace } from './axes'
import type { Option } from './echarts'

export interface ControlPoint {
  day: string
  n: number
  value: number | null
  centre: number | null
  level: number | null
  low: number | null
  high: number | null
  flag: number
}

interface Marks {
  /** Day to mark, such as the first of a plan. */
  start: string
  words: { level: string; limit: string; start: string; centre: string; value: string }
}

/** Draw a control chart: the smoothed level of each day, the limits as the server drew them, and a marked day. */
export function controlOption(points: ControlPoint[], palette: Palette, { start, words }: Marks): Option {
  const isMarked = points.some((one) => one.day === start)
  return {
    grid: { left: 48, right: 24, top: 52, bottom: 28 },
    legend: { top: 0, data: [words.level, words.limit], textStyle: { color: palette.text } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      formatter: (shown: unknown) => told(shown, points, words),
    },
    xAxis: { type: 'category', data: points.map((one) => shortDay(one.day)), ...axisOf(palette) },
    yAxis: { type: 'value', scale: true, ...axisOf(palette), splitLine: gridLines(palette) },
    series: [
      limitSeries('low', points, palette, words.limit),
      limitSeries('high', points, palette, words.limit),
      {
        ...levelSeries(points, palette, words.level),
        ...(isMarked ? { markLine: markedPlace(shortDay(start), words.start, palette) } : {}),
      },
    ],
  }
}

const shortDay = (date: string) => date.slice(5)

function limitSeries(id: 'low' | 'high', points: ControlPoint[], palette: Palette, name: string) {
  return {
    type: 'line',
    id,
    name,
    silent: true,
    step: 'middle',
    symbol: 'none',
    itemStyle: { color: palette.quiet },
    lineStyle: { color: palette.quiet, type: 'dashed', width: 1 },
    data: points.map((one) => one[id]),
  }
}

function levelSeries(points: ControlPoint[], palette: Palette, name: string) {
  const colourOf = (flag: number) => (flag > 0 ? palette.good : flag < 0 ? palette.bad : palette.main)
  return {
    type: 'line',
    id: 'level',
    name,
    itemStyle: { color: palette.main },
    lineStyle: { color: palette.main, width: 2 },
    data: points.map(({ level, flag }) => ({
      value: level,
      symbol: flag === 0 ? 'circle' : 'diamond',
      symbolSize: flag === 0 ? 4 : 11,
      itemStyle: { color: colourOf(flag) },
    })),
  }
}

function told(shown: unknown, points: ControlPoint[], words: Marks['words']): string {
  const [first] = shown as { dataIndex: number }[]
  const point = first && points[first.dataIndex]
  if (!point) return ''
  const line = (name: string, value: number | null) =>
    value === null ? [] : [`${name} ${written(value, 'points')}`]
  return [
    `${day(point.day)} · n = ${written(point.n, 'count')}`,
    ...line(words.value, point.value),
    ...line(words.centre, point.centre),
    ...line(words.level, point.level),
  ].join('\n')
}
