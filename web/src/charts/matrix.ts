import type { Palette } from '@/app/theme'
import type { Estimate } from '@/parts/estimates'
import { written } from '@/parts/numbers'
import { apart, type Spot } from './apart'
import type { Option, RenderItem } from './echarts'

const HALF = 5

/** A numbered point with the intervals of both of its figures. */
export interface MatrixPoint {
  number: number
  name: string
  importance: Estimate | null
  value: Estimate | null
  isFirst: boolean
  /** Where it stands for the answers that are compared; null where that is not known. */
  beside: [value: number, importance: number] | null
}

export interface MatrixWords {
  importance: string
  value: string
  first: string
}

/** Lines that the quadrants meet at, as the server computed them; null without enough touchpoints. */
export interface MatrixLines {
  importance: number | null
  value: number | null
}

/** Draw importance against performance: numbered points with intervals, and a ground for what to improve first. */
export function matrixOption(
  points: MatrixPoint[],
  lines: MatrixLines,
  chosen: number | null,
  palette: Palette,
  words: MatrixWords,
): Option {
  const known = points.filter(
    ({ importance, value }) => typeof importance?.value === 'number' && typeof value?.value === 'number',
  )
  const spots: Spot[] = []
  return {
    grid: { left: 56, right: 20, top: 24, bottom: 44 },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      confine: true,
      formatter: (shown: unknown) => told(shown, known, words),
    },
    xAxis: { ...axisOf(words.value, palette, (value) => written(value, 'count')), nameGap: 26 },
    yAxis: { ...axisOf(words.importance, palette, (value) => written(value, 'share')), nameGap: 42 },
    series: [
      intervals(known, chosen, palette, spots),
      compared(known, palette),
      dots(known, lines, chosen, palette, words, spots),
    ],
  }
}

function axisOf(name: string, palette: Palette, formatter: (value: number) => string) {
  return {
    type: 'value',
    scale: true,
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: palette.quiet },
    axisLabel: { color: palette.quiet, formatter },
    axisLine: { lineStyle: { color: palette.line } },
    splitLine: { lineStyle: { color: palette.line, opacity: 0.4 } },
  }
}

/** Both intervals of each point, a cross; strong for the one that was chosen. */
function intervals(points: MatrixPoint[], chosen: number | null, palette: Palette, spots: Spot[]) {
  const data = points.map(({ number, importance, value }) => [
    value?.value,
    importance?.value,
    value?.low ?? value?.value,
    value?.high ?? value?.value,
    importance?.low ?? importance?.value,
    importance?.high ?? importance?.value,
    number,
  ])
  return {
    type: 'custom',
    id: 'intervals',
    silent: true,
    clip: true,
    data,
    encode: { x: [2, 3], y: [4, 5] },
    renderItem: cross(palette, chosen, spots),
  }
}

/** Draw a point's cross, and note where the point is. */
const cross =
  (palette: Palette, chosen: number | null, spots: Spot[]): RenderItem =>
  (params, api) => {
    const at = (x: number, y: number) => api.coord([api.value(x), api.value(y)]) as [number, number]
    spots[params.dataIndex] = at(0, 1)
    const isChosen = api.value(6) === chosen
    const style = {
      stroke: isChosen ? palette.main : palette.quiet,
      lineWidth: isChosen ? 2 : 1,
      opacity: isChosen ? 1 : 0.45,
    }
    const line = ([x1, y1]: [number, number], [x2, y2]: [number, number]) =>
      ({ type: 'line', shape: { x1, y1, x2, y2 }, style }) as const
    return { type: 'group', children: [line(at(2, 1), at(3, 1)), line(at(0, 4), at(0, 5))] }
  }

/** Where the points stand for other answers: hollow, on a line from where they are. */
function compared(points: MatrixPoint[], palette: Palette) {
  const data = points.flatMap(({ importance, value, beside }) =>
    beside ? [[value?.value, importance?.value, ...beside]] : [],
  )
  const renderItem: RenderItem = (_params, api) => {
    const at = (x: number, y: number) => api.coord([api.value(x), api.value(y)]) as [number, number]
    const [[x1, y1], [x2, y2]] = [at(0, 1), at(2, 3)]
    const style = { stroke: palette.main, fill: palette.ground, lineWidth: 1.5 }
    const points = [
      [x2, y2 - HALF],
      [x2 + HALF, y2],
      [x2, y2 + HALF],
      [x2 - HALF, y2],
    ]
    return {
      type: 'group',
      children: [
        { type: 'line', shape: { x1, y1, x2, y2 }, style: { ...style, lineDash: [3, 3] } },
        { type: 'polygon', shape: { points }, style },
      ],
    }
  }
  return {
    type: 'custom',
    id: 'compared',
    silent: true,
    clip: true,
    data,
    encode: { x: 2, y: 3 },
    renderItem,
  }
}

function dots(
  points: MatrixPoint[],
  lines: MatrixLines,
  chosen: number | null,
  palette: Palette,
  words: MatrixWords,
  spots: readonly Spot[],
) {
  return {
    type: 'scatter',
    id: 'points',
    symbolSize: 9,
    cursor: 'pointer',
    data: points.map(({ number, name, importance, value, isFirst }) => ({
      name,
      value: [value?.value, importance?.value],
      itemStyle: { color: isFirst ? palette.attention : palette.main },
      label: {
        color: palette.text,
        backgroundColor: palette.ground,
        borderColor: number === chosen ? palette.main : palette.quiet,
        borderWidth: number === chosen ? 2.5 : 1,
        fontWeight: number === chosen ? 700 : 400,
      },
      number,
    })),
    label: {
      show: true,
      position: 'top',
      distance: 3,
      formatter: ({ data }: { data: unknown }) => String((data as { number: number }).number),
      borderRadius: 9,
      padding: [2, 5],
      fontSize: 11,
    },
    labelLine: { show: true, lineStyle: { color: palette.quiet } },
    labelLayout: apart(spots),
    ...(lines.importance !== null && lines.value !== null
      ? groundOf(lines.importance, lines.value, palette, words.first)
      : {}),
  }
}

/** The lines between the quadrants, and the shaded one. */
function groundOf(importance: number, value: number, palette: Palette, first: string) {
  return {
    markArea: {
      silent: true,
      itemStyle: { color: palette.attention, opacity: 0.14 },
      label: { color: palette.text, position: 'insideTopLeft', fontWeight: 600, fontSize: 12 },
      data: [[{ name: first, coord: [-Infinity, importance] }, { coord: [value, Infinity] }]],
    },
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: palette.quiet, type: 'dashed' },
      data: [{ xAxis: value }, { yAxis: importance }],
    },
  }
}

function told(shown: unknown, points: MatrixPoint[], words: MatrixWords): string {
  const { dataIndex, seriesId } = shown as { dataIndex: number; seriesId?: string }
  const point = seriesId === 'points' ? points[dataIndex] : undefined
  if (!point) return ''
  const rows = [
    [words.importance, point.importance, 'share'],
    [words.value, point.value, 'score'],
  ] as const
  const written_ = rows.map(([name, estimate, form]) => `${name} ${interval(estimate, form)}`)
  return [`${point.number}. ${point.name}`, ...written_].join('\n')
}

function interval(estimate: Estimate | null, form: 'share' | 'score'): string {
  if (!estimate || estimate.value === null) return ''
  const { value, low, high, n } = estimate
  const ends = low !== null && high !== null ? ` [${written(low, form)} – ${written(high, form)}]` : ''
  return `${written(value, form)}${ends} n = ${written(n, 'count')}`
}
