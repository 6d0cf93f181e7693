import { Alert, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { PlainSelect } from '@/parts/PlainSelect'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import { MapPanel } from './MapPanel'
import { OpenTouchpoint } from './OpenTouchpoint'
import { toldOf, useUnitMap } from './useUnitMap'

/** The map of a journey with the figures of one unit, for people whose roles are bound to units. */
export function UnitMap({ code }: { code: string }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const period = usePeriod() ?? new Date().toISOString().slice(0, 7)
  const [chosen, choose] = useFilter('unit')
  const answer = useUnitMap(code, period)
  const journey = answer.data?.journeys.nodes[0]
  const names = new Map(answer.data?.units.nodes.map((one) => [one.code, one.name || one.code]))
  const places = answer.data?.places.nodes ?? []
  const place = places.find((one) => one.code === chosen) ?? places[0]
  return (
    <Screen title={journey ? nameOf(journey) : code} tools={<PeriodPicker />}>
      <Panel title={t('journey.map')} answer={answer} rows={12}>
        {(told) => {
          const version = told.journeys.nodes[0]?.publishedVersion
          if (!version) return <EmptyState>{t('journey.unknown', { code })}</EmptyState>
          return (
            <Flex vertical gap="middle">
              <Alert type="info" showIcon title={t('journey.bound')} />
              {place && (
                <Flex wrap gap="small" align="center">
                  <PlainSelect
                    label={t('journey.unit')}
                    value={place.code}
                    choose={choose}
                    options={places.map((one) => ({
                      value: one.code,
                      label: names.get(one.code) ?? one.code,
                    }))}
                  />
                  <span>
                    {t('figure.value')} <EstimateText estimate={place.value} form="score" />
                  </span>
                </Flex>
              )}
              <MapPanel told={toldOf(told, place)} version={version} period={period} />
            </Flex>
          )
        }}
      </Panel>
      <OpenTouchpoint told={answer.data && toldOf(answer.data, place)} period={period} />
    </Screen>
  )
}
