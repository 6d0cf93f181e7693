import type { Palette } from '@/app/theme'
import { init, type Option } from '@/charts/echarts'
import { pictureOf as pngOf } from '@/charts/picture'
import type { Named } from '@/parts/names'
import { curveOption, type Words } from './curve'
import type { JourneyPicture } from './map'

const COLUMN = 96
const HEIGHT = 520
const FOOT = 96

interface Wishes {
  isExpectedShown: boolean
  title: string
  nameOf: (thing: Named) => string
}

/** Return the whole map as a picture: the curve with the names of stages and touchpoints, however wide that is. */
export async function paintedMap(
  picture: JourneyPicture,
  palette: Palette,
  words: Words,
  { isExpectedShown, title, nameOf }: Wishes,
): Promise<Blob> {
  const room = document.createElement('div')
  const width = Math.max(picture.columns.length * COLUMN + 60, 480)
  const chart = init(room, null, { renderer: 'svg', width, height: HEIGHT })
  try {
    const option = curveOption(picture, palette, words, { isExpectedShown })
    chart.setOption({ animation: false, ...withNames(option, picture, palette, title, nameOf) })
    return await pngOf(chart, palette.ground)
  } finally {
    chart.dispose()
  }
}

type NameOf = Wishes['nameOf']

function withNames(
  option: Option,
  picture: JourneyPicture,
  palette: Palette,
  title: string,
  nameOf: NameOf,
): Option {
  const [axis, other] = option['yAxis'] as [{ min: number }, object]
  const named = {
    name: title,
    nameLocation: 'end',
    nameGap: 34,
    nameTextStyle: { align: 'left', color: palette.text, fontSize: 14, fontWeight: 600 },
  }
  return {
    ...option,
    grid: { left: 44, right: 16, top: 56, bottom: FOOT },
    yAxis: [{ ...axis, ...named }, other],
    series: [
      ...(option['series'] as object[]),
      touchpointNames(picture, palette, axis.min, nameOf),
      stageNames(picture, palette, nameOf),
    ],
  }
}

function touchpointNames({ columns }: JourneyPicture, palette: Palette, foot: number, nameOf: NameOf) {
  return {
    type: 'scatter',
    id: 'names',
    symbolSize: 1,
    itemStyle: { color: 'transparent' },
    data: columns.map(({ placement, moment }, place) => ({
      value: [place + 0.5, foot],
      name: `${moment ? '★ ' : ''}${nameOf(placement.touchpoint)}`,
    })),
    label: {
      show: true,
      position: 'bottom',
      distance: 12,
      formatter: '{b}',
      width: COLUMN - 10,
      overflow: 'break',
      color: palette.text,
    },
  }
}

function stageNames({ bands }: JourneyPicture, palette: Palette, nameOf: NameOf) {
  let at = 0
  const areas = bands.map(({ stage, columns }) => {
    const from = at
    at += columns.length
    const width = Math.max(columns.length, 1) * COLUMN - 8
    const label = {
      show: true,
      formatter: nameOf(stage),
      color: palette.quiet,
      position: 'insideTop',
      width,
      overflow: 'truncate',
    }
    return [{ xAxis: from, itemStyle: { opacity: 0 }, label }, { xAxis: at }]
  })
  return { type: 'line', id: 'stages', data: [], silent: true, markArea: { silent: true, data: areas } }
}
