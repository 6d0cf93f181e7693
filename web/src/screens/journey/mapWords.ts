import type { TFunction } from 'i18next'
import type { Estimate } from '@/parts/estimates'
import type { Figures } from '@/parts/FiguresTable'
import type { Named } from '@/parts/names'
import { written } from '@/parts/numbers'
import { periodName } from '@/parts/time'
import type { Words } from './curve'
import { known, type JourneyPicture } from './map'

type NameOf = (thing: Named) => string

/** Return in a sentence what a map shows: its lowest and highest touchpoint, and those that decide. */
export function sentenceOf(
  { columns }: JourneyPicture,
  period: string,
  nameOf: NameOf,
  t: TFunction,
): string {
  const told = columns.flatMap(({ placement, estimate }) => {
    const found = known(estimate)
    return found ? [{ name: nameOf(placement.touchpoint), value: found.value }] : []
  })
  const ordered = told.toSorted((one, other) => one.value - other.value)
  const [lowest, highest] = [ordered[0], ordered.at(-1)]
  if (!lowest || !highest) return t('journey.notScored', { period: periodName(period) })
  const said = t('journey.sentence', {
    period: periodName(period),
    count: columns.length,
    lowest: lowest.name,
    low: written(lowest.value, 'score'),
    highest: highest.name,
    high: written(highest.value, 'score'),
  })
  const moments = columns.filter(({ moment }) => moment).map(({ placement }) => nameOf(placement.touchpoint))
  const names = moments.join(t('journey.comma'))
  return moments.length ? `${said} ${t('journey.sentenceMoments', { names })}` : said
}

/** Return a map as a table: a row a touchpoint, with every curve's figure, interval and n. */
export function figuresOf(picture: JourneyPicture, words: Words, nameOf: NameOf, t: TFunction): Figures {
  const { columns, overlays } = picture
  const ends = [t('chart.low'), t('chart.high'), t('chart.n')]
  const places = [t('journey.stage'), t('journey.touchpoint'), t('journey.channel')]
  const laidOver = overlays.flatMap((_, place) => {
    const name = words.overlayName(place)
    return [name, ...ends.map((end) => `${name}: ${end}`)]
  })
  const few = t('estimate.insufficient')
  return {
    columns: [...places, words.measure, ...ends, t('journey.moment'), ...laidOver],
    rows: columns.map(({ stage, placement, estimate, moment, overlaid }) => [
      nameOf(stage),
      nameOf(placement.touchpoint),
      placement.touchpoint.channel ? nameOf(placement.touchpoint.channel) : '',
      ...cells(estimate, few),
      (moment?.reasons ?? []).map((reason) => t(`journey.reason.${reason}`)).join(t('journey.comma')),
      ...overlaid.flatMap((one) => cells(one, few)),
    ]),
  }
}

/** Return the same table with figures as people write them; files keep them as they are. */
export function shownOf({ columns, rows }: Figures): Figures {
  const shown = (cell: string | number | null) =>
    typeof cell === 'number' ? written(cell, Number.isInteger(cell) ? 'count' : 'score') : cell
  return { columns, rows: rows.map((row) => row.map(shown)) }
}

function cells(estimate: Estimate | null, few: string): (string | number | null)[] {
  if (!estimate) return [null, null, null, null]
  return [estimate.value ?? few, estimate.low, estimate.high, estimate.n]
}
