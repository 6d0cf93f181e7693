import { lazy, Suspense, useCallback, useMemo, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { usePalette } from '@/app/theme'
import type { Picked } from '@/charts/Drawing'
import { useNames } from '@/parts/names'
import { useFilter } from '@/parts/useFilter'
import { BandHead } from './BandHead'
import { AXIS_ROOM, curveOption, type Words } from './curve'
import type { JourneyPicture } from './map'
import { TouchpointCell } from './TouchpointCell'
import styles from './Journey.module.css'

// Loaded after everything that can be read: it weighs as much as all the rest.
const Drawing = lazy(async () => ({ default: (await import('@/charts/Drawing')).Drawing }))
const HEIGHT = 300

interface Props {
  picture: JourneyPicture
  words: Words
  label: string
  isExpectedShown: boolean
}

/** The map itself: stages over the curve, touchpoints under it, in columns; it scrolls where there is no room. */
export function MapView({ picture, words, label, isExpectedShown }: Props) {
  const { t } = useTranslation()
  const palette = usePalette()
  const nameOf = useNames()
  const [, open] = useFilter('touchpoint')
  const { bands, columns } = picture
  const option = useMemo(
    () => curveOption(picture, palette, words, { isExpectedShown }),
    [picture, palette, words, isExpectedShown],
  )
  const pick = useCallback(
    ({ dataIndex, seriesId }: Picked) => {
      if (seriesId === 'measured' || seriesId?.startsWith('overlay'))
        open(columns[dataIndex]?.placement.touchpoint.code ?? null)
    },
    [columns, open],
  )
  const count = Math.max(columns.length, 1)
  const room = {
    '--axis': `${AXIS_ROOM}px`,
    '--columns': count,
    gridTemplateColumns: `var(--axis) repeat(${count}, minmax(var(--column), 1fr))`,
  } as CSSProperties
  return (
    <div className={styles['scroller']} role="region" aria-label={t('journey.map')} tabIndex={0}>
      <div className={styles['map']} style={room}>
        <span />
        {bands.map((band) => (
          <BandHead key={band.stage.id} band={band} />
        ))}
        <div className={styles['curve']}>
          <Suspense fallback={<div aria-busy style={{ height: HEIGHT }} />}>
            <Drawing option={option} label={label} height={HEIGHT} onPick={pick} />
          </Suspense>
        </div>
        <span />
        {columns.map((column) => (
          <TouchpointCell
            key={column.placement.id}
            column={column}
            name={nameOf(column.placement.touchpoint)}
            open={() => open(column.placement.touchpoint.code)}
          />
        ))}
      </div>
    </div>
  )
}
