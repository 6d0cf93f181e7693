import type { Palette } from '@/app/theme'
import type { Estimate } from '@/parts/estimates'
import { written } from '@/parts/numbers'
import type { Option } from './echarts'
import { lyingWhisker } from './interval'

export interface Part {
  name: string
  points: Estimate | null
}

/** Draw how many points each part moved something, with intervals; the first part is on top. */
export function movedOption(parts: Part[], palette: Palette): Option {
  const text = { color: palette.quiet }
  const known = parts.flatMap(({ points }, place) =>
    points && points.low !== null && points.high !== null ? [[points.low, points.high, place]] : [],
  )
  return {
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'none' },
      renderMode: 'richText',
      formatter: (shown: unknown) => told(shown, parts),
    },
    xAxis: {
      type: 'value',
      axisLabel: text,
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: parts.map(({ name }) => name),
      axisLabel: { ...text, width: 140, overflow: 'break', lineHeight: 13 },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
    },
    series: [
      {
        type: 'bar',
        id: 'points',
        barWidth: 12,
        data: parts.map(({ points }) => ({
          value: points?.value ?? null,
          itemStyle: { color: (points?.value ?? 0) < 0 ? palette.bad : palette.good },
        })),
      },
      {
        type: 'custom',
        id: 'interval',
        silent: true,
        data: known,
        renderItem: lyingWhisker(palette.text),
        encode: { x: [0, 1], y: 2 },
      },
    ],
  }
}

function told(shown: unknown, parts: Part[]): string {
  const [first] = shown as { dataIndex: number }[]
  const part = first && parts[first.dataIndex]
  if (!part?.points || part.points.value === null) return part?.name ?? ''
  const { value, low, high, n } = part.points
  const interval =
    low !== null && high !== null ? ` [${written(low, 'points')} – ${written(high, 'points')}]` : ''
  return `${part.name}\n${written(value, 'points')}${interval}\nn = ${written(n, 'count')}`
}
