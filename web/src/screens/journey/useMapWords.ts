import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Figures } from '@/parts/FiguresTable'
import { useNames, type Named } from '@/parts/names'
import { written } from '@/parts/numbers'
import type { Words } from './curve'
import { known, type JourneyPicture, type Measure } from './map'
import { figuresOf, sentenceOf } from './mapWords'

interface MapWords {
  words: Words
  /** What the map says, for who does not see it. */
  sentence: string
  figures: Figures
}

/** What segments and channels are called, by their codes. */
type OverlayNames = Record<'segment' | 'channel', Map<string, string>>

/** Return what a map says: names of its lines, a sentence, and the same figures as a table. */
export function useMapWords(
  picture: JourneyPicture,
  measure: Measure,
  period: string,
  names: OverlayNames,
): MapWords {
  const { t } = useTranslation()
  const nameOf = useNames()
  return useMemo(() => {
    const words = wordsOf(picture, measure, names, nameOf, t)
    return {
      words,
      sentence: sentenceOf(picture, period, nameOf, t),
      figures: figuresOf(picture, words, nameOf, t),
    }
  }, [picture, measure, period, names, nameOf, t])
}

function wordsOf(
  { overlays, level }: JourneyPicture,
  measure: Measure,
  names: OverlayNames,
  nameOf: (thing: Named) => string,
  t: TFunction,
): Words {
  const whole = known(level)
  return {
    nameOf: (column) => nameOf(column.placement.touchpoint),
    overlayName: (place) => {
      const overlay = overlays[place]
      return overlay ? (names[overlay.kind].get(overlay.code) ?? overlay.code) : ''
    },
    measure: t(measure === 'value' ? 'figure.value' : 'journey.emotional'),
    level: t('journey.level', { value: whole ? written(whole.value, 'score') : '' }),
    expected: t('journey.expected'),
  }
}
