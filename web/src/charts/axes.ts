import type { Palette } from '@/app/theme'

/** How axes look on every chart. */
export function axisOf(palette: Palette) {
  return {
    axisLabel: { color: palette.quiet, hideOverlap: true },
    axisLine: { lineStyle: { color: palette.line } },
  }
}

/** How the lines behind a chart look. */
export const gridLines = (palette: Palette) => ({ lineStyle: { color: palette.line, opacity: 0.5 } })

/** Mark a place of the horizontal axis with a line and words, such as the start of a plan. */
export function markedPlace(place: number | string, words: string, palette: Palette) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: palette.attention, type: 'solid', width: 1.5 },
    label: { formatter: words, color: palette.text, position: 'end' },
    data: [{ xAxis: place }],
  }
}
