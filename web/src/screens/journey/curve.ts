import type { Palette } from '@/app/theme'
import type { Option } from '@/charts/echarts'
import { whisker } from '@/charts/interval'
import type { Estimate } from '@/parts/estimates'
import { written } from '@/parts/numbers'
import { isAbove, known, type Column, type JourneyPicture } from './map'

const STAR = 'path://M12 1l3.2 7.2 7.8.8-5.9 5.2 1.7 7.7L12 17.9 5.2 21.9l1.7-7.7L1 9l7.8-.8z'
export const AXIS_ROOM = 44
const STEP = 5
const SYMBOLS = ['triangle', 'rect', 'diamond']
/** The same signs in texts. */
export const SIGNS = ['▲', '■', '◆']
const DASHES = ['dashed', 'dotted', [8, 3, 2, 3]]

export interface Words {
  nameOf: (column: Column) => string
  overlayName: (place: number) => string
  measure: string
  level: string
  expected: string
}

interface Wishes {
  /** Draw what the company expects on the scale from -2 to 2, beside what was measured on 0 to 100. */
  isExpectedShown: boolean
}

/** Return the colours of the curves that are laid over. */
export const overlayColours = (palette: Palette): string[] => [
  palette.attention,
  palette.isDark ? '#d3adf7' : '#722ed1',
  palette.isDark ? '#87e8de' : '#08979c',
]

/** Draw the measured curve over the touchpoints: points with intervals, moments of truth as stars, curves beside it. */
export function curveOption(picture: JourneyPicture, palette: Palette, words: Words, wishes: Wishes): Option {
  const { columns, overlays } = picture
  const [low, high] = wishes.isExpectedShown ? [0, 100] : rangeOf(picture)
  const quiet = { axisLabel: { color: palette.quiet }, axisLine: { show: false }, axisTick: { show: false } }
  return {
    grid: { left: AXIS_ROOM, right: 0, top: 8, bottom: 8 },
    tooltip: { trigger: 'item', renderMode: 'richText', confine: true },
    xAxis: { type: 'value', min: 0, max: Math.max(columns.length, 1), show: false },
    yAxis: [
      {
        type: 'value',
        min: low,
        max: high,
        ...quiet,
        splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
      },
      { type: 'value', min: -2, max: 2, show: false },
    ],
    series: [
      bandsSeries(picture, palette, words),
      ...(wishes.isExpectedShown ? [expectedSeries(columns, palette, words)] : []),
      ...overlays.flatMap((_, place) => overlaySeries(columns, place, overlays.length, palette, words)),
      ...wholeSeries(picture, palette, words),
    ],
  }
}

/** Return the ends of the axis, with room for labels: only what is drawn decides. */
function rangeOf({ columns, level }: JourneyPicture): [number, number] {
  const all = columns.flatMap(({ estimate, overlaid }) => [estimate, ...overlaid]).concat(level)
  const ends = all.flatMap((one) =>
    one && one.value !== null ? [one.low ?? one.value, one.high ?? one.value] : [],
  )
  if (!ends.length) return [0, 100]
  const low = Math.min(...ends)
  const high = Math.max(...ends)
  const room = Math.max((high - low) * 0.15, 2)
  return [
    Math.max(0, Math.floor((low - room) / STEP) * STEP),
    Math.min(100, Math.ceil((high + room) / STEP) * STEP),
  ]
}

function bandsSeries({ bands, level }: JourneyPicture, palette: Palette, words: Words) {
  let at = 0
  const areas = bands.map(({ columns }, place) => {
    const from = at
    at += columns.length
    const opacity = place % 2 ? 0 : palette.isDark ? 0.08 : 0.05
    return [{ xAxis: from, itemStyle: { color: palette.main, opacity } }, { xAxis: at }]
  })
  const line = known(level)
  return {
    type: 'line',
    id: 'bands',
    data: [],
    silent: true,
    markArea: { silent: true, data: areas },
    ...(line
      ? {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: palette.quiet, type: 'dashed', width: 1 },
            label: { show: false },
            data: [{ yAxis: line.value, name: words.level }],
          },
        }
      : {}),
  }
}

function wholeSeries({ columns, level }: JourneyPicture, palette: Palette, words: Words) {
  return [
    intervals('intervals', columns, 0, (column) => column.estimate, palette.main),
    {
      // Where a touchpoint has no figure, a thin line leads over it.
      type: 'line',
      id: 'over-gaps',
      silent: true,
      symbol: 'none',
      connectNulls: true,
      data: columns.map((column, place) => [place + 0.5, column.estimate?.value ?? '-']),
      lineStyle: { color: palette.main, type: 'dotted', width: 1.5, opacity: 0.7 },
      tooltip: { show: false },
    },
    {
      type: 'line',
      id: 'measured',
      name: words.measure,
      z: 5,
      data: columns.map((column, place) => ({
        value: [place + 0.5, column.estimate?.value ?? '-'],
        symbol: column.moment ? STAR : 'circle',
        symbolSize: column.moment ? 20 : 11,
        itemStyle: {
          color: isAbove(column, level) ? palette.good : palette.bad,
          borderColor: palette.ground,
          borderWidth: 1,
        },
      })),
      lineStyle: { color: palette.main, width: 2.5 },
      tooltip: { formatter: ({ dataIndex }: { dataIndex: number }) => spot(columns[dataIndex], words, -1) },
    },
    labels('above', columns, palette, (column) => isAbove(column, level)),
    labels('below', columns, palette, (column) => !isAbove(column, level)),
  ]
}

/** Values stand outside all intervals: over them where the touchpoint is above the journey, else under them. */
function labels(
  id: 'above' | 'below',
  columns: Column[],
  palette: Palette,
  isHere: (column: Column) => boolean,
) {
  return {
    type: 'scatter',
    id,
    silent: true,
    symbolSize: 1,
    z: 8,
    itemStyle: { color: 'transparent' },
    data: columns.flatMap((column, place) => {
      const estimate = known(column.estimate)
      if (!estimate || !isHere(column)) return []
      const drawn = [estimate, ...column.overlaid.flatMap((one) => known(one) ?? [])]
      const end =
        id === 'above'
          ? Math.max(...drawn.map(({ value, high }) => high ?? value))
          : Math.min(...drawn.map(({ value, low }) => low ?? value))
      return [{ value: [place + 0.5, end], name: written(estimate.value, 'score') }]
    }),
    label: {
      show: true,
      position: id === 'above' ? 'top' : 'bottom',
      distance: 7,
      formatter: '{b}',
      color: palette.text,
      fontWeight: 600,
      backgroundColor: palette.ground,
      borderRadius: 3,
      padding: [1, 3],
    },
  }
}

function overlaySeries(columns: Column[], place: number, count: number, palette: Palette, words: Words) {
  const colour = overlayColours(palette)[place] ?? palette.quiet
  const shift = (place - (count - 1) / 2) * 0.16 + (count === 1 ? 0.16 : place >= count / 2 ? 0.08 : -0.08)
  return [
    intervals(`intervals-${place}`, columns, shift, (column) => column.overlaid[place] ?? null, colour),
    {
      type: 'line',
      id: `overlay-${place}`,
      name: words.overlayName(place),
      z: 4,
      data: columns.map((column, at) => [at + 0.5 + shift, column.overlaid[place]?.value ?? '-']),
      symbol: SYMBOLS[place],
      symbolSize: 9,
      itemStyle: { color: colour },
      lineStyle: { color: colour, type: DASHES[place], width: 1.5 },
      tooltip: {
        formatter: ({ dataIndex }: { dataIndex: number }) => spot(columns[dataIndex], words, place),
      },
    },
  ]
}

function expectedSeries(columns: Column[], palette: Palette, words: Words) {
  return {
    type: 'line',
    id: 'expected',
    name: words.expected,
    yAxisIndex: 1,
    symbol: 'emptyCircle',
    symbolSize: 6,
    data: columns.map(({ placement }, place) => [place + 0.5, placement.expectedEmotion]),
    itemStyle: { color: palette.quiet },
    lineStyle: { color: palette.quiet, type: 'dotted', width: 1.5 },
    tooltip: { show: false },
  }
}

function intervals(
  id: string,
  columns: Column[],
  shift: number,
  of: (column: Column) => Estimate | null,
  colour: string,
) {
  const data = columns.flatMap((column, place) => {
    const estimate = known(of(column))
    return estimate && estimate.low !== null && estimate.high !== null
      ? [[place + 0.5 + shift, estimate.low, estimate.high]]
      : []
  })
  return {
    type: 'custom',
    id,
    silent: true,
    z: 3,
    data,
    renderItem: whisker(colour),
    encode: { x: 0, y: [1, 2] },
  }
}

function spot(column: Column | undefined, words: Words, overlay: number): string {
  const estimate = known(overlay < 0 ? column?.estimate : column?.overlaid[overlay])
  if (!column || !estimate) return ''
  const { value, low, high, n } = estimate
  const interval =
    low !== null && high !== null ? ` [${written(low, 'score')} – ${written(high, 'score')}]` : ''
  const whose = overlay < 0 ? words.measure : words.overlayName(overlay)
  return `${words.nameOf(column)}\n${whose} ${written(value, 'score')}${interval}\nn = ${written(n, 'count')}`
}
