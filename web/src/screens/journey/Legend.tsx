import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePalette } from '@/app/theme'
import { overlayColours, SIGNS, type Words } from './curve'
import { known, type JourneyPicture } from './map'
import styles from './Journey.module.css'

interface Props {
  picture: JourneyPicture
  words: Words
  isExpectedShown: boolean
}

/** What the lines and signs of the map mean. */
export function Legend({ picture, words, isExpectedShown }: Props) {
  const { t } = useTranslation()
  const palette = usePalette()
  const colours = overlayColours(palette)
  return (
    <Flex wrap gap="0 1rem" className={styles['legend'] ?? ''}>
      <span>
        <i style={{ color: palette.main }}>●</i> {words.measure}
      </span>
      {picture.overlays.map(({ kind, code }, place) => (
        <span key={`${kind}-${code}`}>
          <i style={{ color: colours[place] }}>{SIGNS[place]}</i> {words.overlayName(place)}
          {!picture.columns.some(({ overlaid }) => known(overlaid[place])) &&
            ` (${t('estimate.insufficient')})`}
        </span>
      ))}
      {picture.columns.some(({ moment }) => moment) && <span>★ {t('journey.moment')}</span>}
      {known(picture.level) && <span>┄ {words.level}</span>}
      {isExpectedShown && <span>○ {words.expected}</span>}
      <span>┃ {t('journey.interval')}</span>
      {picture.overlays.length > 0 && <span className={styles['note']}>{t('journey.borrowed')}</span>}
    </Flex>
  )
}
