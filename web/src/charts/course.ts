import type { Palette } from '@/app/theme'
import type { Estimate } from '@/parts/estimates'
import { written, type Form } from '@/parts/numbers'
import { day } from '@/parts/time'
import { axisOf, gridLines, markedPlace } from './axes'
import type { Option } from './echarts'
import { whisker } from './interval'

export interface Stretch {
  firstDay: string
  isAfter: boolean
  treated: Estimate | null
  control: Estimate | null
}

interface Names {
  treated: string
  control: string
  start: string
}

const SIDE = 0.12
const HALF = 0.5

/** Draw both arms of a plan over periods, each with its interval, and where the plan began. */
export function courseOption(course: Stretch[], palette: Palette, names: Names, form: Form): Option {
  const first = course.findIndex((one) => one.isAfter)
  const [interval, line] = armSeries('treated', course, palette, names)
  const begin = first > 0 ? { markLine: markedPlace(first - HALF, names.start, palette) } : {}
  return {
    grid: { left: 48, right: 24, top: 52, bottom: 28 },
    legend: { top: 0, textStyle: { color: palette.text }, data: [names.treated, names.control] },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      formatter: (shown: unknown) => told(shown, course, names, form),
    },
    xAxis: {
      type: 'value',
      min: -HALF,
      max: course.length - HALF,
      interval: 1,
      ...axisOf(palette),
      axisLabel: {
        ...axisOf(palette).axisLabel,
        formatter: (place: number) => (course[Math.round(place)]?.firstDay ?? '').slice(5),
        showMinLabel: false,
        showMaxLabel: false,
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      ...axisOf(palette),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: gridLines(palette),
    },
    series: [...armSeries('control', course, palette, names), interval, { ...line, ...begin }],
  }
}

function armSeries(id: 'treated' | 'control', course: Stretch[], palette: Palette, names: Names) {
  const isTreated = id === 'treated'
  const colour = isTreated ? palette.main : palette.quiet
  const shift = isTreated ? -SIDE : SIDE
  return [
    {
      type: 'custom',
      id: `${id}-interval`,
      silent: true,
      data: course.flatMap((one, place) => intervalOf(one[id], place + shift)),
      renderItem: whisker(colour),
      encode: { x: 0, y: [1, 2] },
    },
    {
      type: 'line',
      id,
      name: names[id],
      data: course.map((one, place) => [place + shift, one[id]?.value ?? null]),
      itemStyle: { color: colour },
      lineStyle: { color: colour, width: 2, type: isTreated ? 'solid' : 'dashed' },
      symbol: isTreated ? 'circle' : 'rect',
      symbolSize: 6,
    },
  ]
}

function intervalOf(estimate: Estimate | null, place: number): number[][] {
  if (!estimate || estimate.low === null || estimate.high === null) return []
  return [[place, estimate.low, estimate.high]]
}

function told(shown: unknown, course: Stretch[], names: Names, form: Form): string {
  const [first] = shown as { dataIndex: number }[]
  const one = first && course[first.dataIndex]
  if (!one) return ''
  return [
    day(one.firstDay),
    said(names.treated, one.treated, form),
    said(names.control, one.control, form),
  ].join('\n')
}

function said(name: string, estimate: Estimate | null, form: Form): string {
  if (!estimate || estimate.value === null) return name
  const { value, low, high, n } = estimate
  const ends = low !== null && high !== null ? ` [${written(low, form)} – ${written(high, form)}]` : ''
  return `${name} ${written(value, form)}${ends} n = ${written(n, 'count')}`
}
