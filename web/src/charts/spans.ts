import type { Palette } from '@/app/theme'
import type { Estimate } from '@/parts/estimates'
import type { Option, RenderItem } from './echarts'

const HALF = 6

export interface Span {
  name: string
  estimate: Estimate | null
}

/** Draw spans beneath each other: a bar from the low to the high end, with the middle marked. */
export function spansOption(spans: Span[], palette: Palette, say: (value: number) => string): Option {
  const axis = { axisLabel: { color: palette.quiet }, axisLine: { lineStyle: { color: palette.line } } }
  const known = spans.flatMap(({ estimate }, place) =>
    estimate && estimate.value !== null && estimate.low !== null && estimate.high !== null
      ? [[estimate.low, estimate.high, estimate.value, place]]
      : [],
  )
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    xAxis: {
      type: 'value',
      ...axis,
      axisLabel: { color: palette.quiet, formatter: say, hideOverlap: true },
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: spans.map(({ name }) => name),
      ...axis,
      axisLabel: { color: palette.text, width: 110, overflow: 'truncate' },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'custom',
        id: 'spans',
        data: known,
        encode: { x: [0, 1], y: 3 },
        renderItem: bar(palette),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: palette.quiet, type: 'dashed' },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  }
}

const bar =
  (palette: Palette): RenderItem =>
  (_params, api) => {
    const at = (part: number) => api.coord([api.value(part), api.value(3)]) as [number, number]
    const [[low, y], [high], [middle]] = [at(0), at(1), at(2)]
    return {
      type: 'group',
      children: [
        {
          type: 'rect',
          shape: { x: low, y: y - HALF, width: Math.max(high - low, 1), height: 2 * HALF, r: 3 },
          style: { fill: palette.main, opacity: 0.45 },
        },
        {
          type: 'line',
          shape: { x1: middle, y1: y - HALF - 3, x2: middle, y2: y + HALF + 3 },
          style: { stroke: palette.main, lineWidth: 2 },
        },
      ],
    }
  }
