import { LineChartOutlined, TableOutlined } from '@ant-design/icons'
import { Alert, Button, Flex } from 'antd'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePalette } from '@/app/theme'
import { useViewer } from '@/app/viewer'
import { ExportMenu } from '@/parts/ExportMenu'
import { FiguresTable, type Figures } from '@/parts/FiguresTable'
import { useNames } from '@/parts/names'
import { periodName } from '@/parts/time'
import { SIGNS, type Words } from './curve'
import { Legend } from './Legend'
import { pictureOf, type JourneyPicture } from './map'
import { channelNames, segmentNames } from './mapNames'
import { MapView } from './MapView'
import { shownOf } from './mapWords'
import { useMapWords } from './useMapWords'
import type { Told } from './useJourneyMap'
import { useMapFilters } from './useMapFilters'
import type { Version } from './versionParts'
import styles from './Journey.module.css'

// Its lists weigh as much as the map, which is read first.
const MapFilterBar = lazy(async () => ({ default: (await import('./MapFilterBar')).MapFilterBar }))

interface Props {
  told: Told
  version: Version
  period: string
}

/** A version of a journey with the figures of a period: as a map or as a table, both as files. */
export function MapPanel({ told, version, period }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const { isBoundToUnits } = useViewer()
  const filters = useMapFilters()
  const { measure, stage, isTable, isExpectedShown } = filters
  const picture = useMemo(() => pictureOf(told, version, measure, stage), [told, version, measure, stage])
  const names = useMemo(
    () => ({ segment: segmentNames(told, nameOf), channel: channelNames(version, nameOf) }),
    [told, version, nameOf],
  )
  const { words, sentence, figures } = useMapWords(picture, measure, period, names)
  const isScored = picture.columns.some(({ estimate }) => estimate)
  return (
    <Flex vertical gap="middle">
      {!isBoundToUnits && (
        <Suspense fallback={<div aria-busy className={styles['filters']} />}>
          <MapFilterBar told={told} version={version} filters={filters} />
        </Suspense>
      )}
      {!isScored && (
        <Alert type="info" showIcon title={t('journey.notScored', { period: periodName(period) })} />
      )}
      {isScored && <p className={styles['sentence']}>{sentence}</p>}
      {isTable ? (
        <FiguresTable figures={shownOf(figures)} label={sentence} />
      ) : (
        <>
          <Legend picture={picture} words={words} isExpectedShown={isExpectedShown} />
          <MapView picture={picture} words={words} label={sentence} isExpectedShown={isExpectedShown} />
        </>
      )}
      <MapFoot told={told} picture={picture} words={words} figures={figures} period={period} />
    </Flex>
  )
}

interface FootProps {
  told: Told
  picture: JourneyPicture
  words: Words
  figures: Figures
  period: string
}

/** Turn between map and table, and save what is shown. */
function MapFoot({ told, picture, words, figures, period }: FootProps) {
  const { t } = useTranslation()
  const palette = usePalette()
  const nameOf = useNames()
  const { isTable, isExpectedShown, set } = useMapFilters()
  const journey = told.journeys.nodes[0]
  const title = [
    journey ? nameOf(journey) : '',
    periodName(period),
    `● ${words.measure}`,
    ...picture.overlays.map((_, place) => `${SIGNS[place]} ${words.overlayName(place)}`),
  ].join(' · ')
  return (
    <Flex gap="small" justify="end">
      <Button
        size="small"
        type="text"
        icon={isTable ? <LineChartOutlined /> : <TableOutlined />}
        onClick={() => set({ view: isTable ? null : 'table' })}
      >
        {t(isTable ? 'chart.asChart' : 'chart.asTable')}
      </Button>
      <ExportMenu
        name={`huibao-${journey?.code ?? 'journey'}-${period}`}
        figures={figures}
        picture={async () =>
          (await import('./paint')).paintedMap(picture, palette, words, { isExpectedShown, title, nameOf })
        }
      />
    </Flex>
  )
}
