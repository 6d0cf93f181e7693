import type { RenderItem } from './echarts'

const CAP = 4

/** Draw the interval of a point whose data are [x, low, high]: a whisker with two caps. */
export function whisker(colour: string): RenderItem {
  return (_params, api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]) as [number, number]
    const [, high] = api.coord([api.value(0), api.value(2)]) as [number, number]
    return drawn(colour, [
      [x, low, x, high],
      [x - CAP, low, x + CAP, low],
      [x - CAP, high, x + CAP, high],
    ])
  }
}

/** Draw the interval of a lying bar whose data are [low, high, y]. */
export function lyingWhisker(colour: string): RenderItem {
  return (_params, api) => {
    const [low, y] = api.coord([api.value(0), api.value(2)]) as [number, number]
    const [high] = api.coord([api.value(1), api.value(2)]) as [number, number]
    return drawn(colour, [
      [low, y, high, y],
      [low, y - CAP, low, y + CAP],
      [high, y - CAP, high, y + CAP],
    ])
  }
}

function drawn(colour: string, lines: [number, number, number, number][]) {
  const style = { stroke: colour, lineWidth: 1.5, opacity: 0.7 }
  return {
    type: 'group' as const,
    children: lines.map(([x1, y1, x2, y2]) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style })),
  }
}
