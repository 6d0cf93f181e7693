import type { RenderItem } from './echarts'

const CAP = 4

/** Draw the interval of a point whose data are [x, low, high]: a whisker with two caps. */
export function whisker(colour: string): RenderItem {
  return (_params, api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]) as [number, number]
    const [, high] = api.coord([api.value(0), api.value(2)]) as [number, number]
    const style = { stroke: colour, lineWidth: 1.5, opacity: 0.7 }
    const line = (x1: number, y1: number, x2: number, y2: number) =>
      ({ type: 'line', shape: { x1, y1, x2, y2 }, style }) as const
    return {
      type: 'group',
      children: [line(x, low, x, high), line(x - CAP, low, x + CAP, low), line(x - CAP, high, x + CAP, high)],
    }
  }
}
