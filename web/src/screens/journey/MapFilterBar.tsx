import { Checkbox, Flex, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import { channelNames, segmentNames } from './mapNames'
import type { Told } from './useJourneyMap'
import { MOST_SEGMENTS, type MapFilters } from './useMapFilters'
import type { Version } from './versionParts'
import styles from './Journey.module.css'

interface Props {
  told: Told
  version: Version
  filters: MapFilters
}

/** Choose the measure, up to two segments or a channel to lay over, and a stage. */
export function MapFilterBar({ told, version, filters }: Props) {
  const { t } = useTranslation()
  const { measure, segments, stage, isExpectedShown, set } = filters
  const nameOf = useNames()
  const named = told.segmentNames.nodes.filter(({ code }) => code)
  const names = segmentNames(told, nameOf)
  return (
    <Flex wrap gap="small" align="center" className={styles['filters'] ?? ''}>
      <Segmented
        aria-label={t('journey.measure')}
        value={measure}
        onChange={(value) => set({ figure: value === 'value' ? null : value })}
        options={[
          { value: 'value', label: t('figure.value') },
          { value: 'emotional', label: t('journey.emotional') },
        ]}
      />
      <Select
        mode="multiple"
        className={styles['wide'] ?? ''}
        aria-label={t('journey.segments')}
        placeholder={t('journey.segments')}
        value={segments}
        maxCount={MOST_SEGMENTS}
        onChange={(value: string[]) => set({ segment: value })}
        options={named.map(({ code }) => ({ value: code, label: names.get(code) ?? code }))}
        disabled={!named.length}
        popupMatchSelectWidth={false}
      />
      <ChannelSelect told={told} version={version} filters={filters} />
      <Select
        className={styles['select'] ?? ''}
        aria-label={t('journey.stage')}
        placeholder={t('journey.allStages')}
        value={stage}
        allowClear
        onChange={(value: string | undefined) => set({ stage: value ?? null })}
        options={version.stages.nodes.map((one) => ({ value: one.code, label: nameOf(one) }))}
        popupMatchSelectWidth={false}
      />
      <Checkbox
        checked={isExpectedShown}
        onChange={({ target }) => set({ expected: target.checked ? '1' : null })}
      >
        {t('journey.expected')}
      </Checkbox>
    </Flex>
  )
}

function ChannelSelect({ told, version, filters }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const names = channelNames(version, nameOf)
  return (
    <Select
      className={styles['select'] ?? ''}
      aria-label={t('journey.channel')}
      placeholder={t('journey.channel')}
      value={filters.channel}
      allowClear
      disabled={filters.measure !== 'value' || !told.channelNames.nodes.length}
      onChange={(value: string | undefined) => filters.set({ channel: value ?? null })}
      options={told.channelNames.nodes.map(({ code }) => ({ value: code, label: names.get(code) ?? code }))}
      popupMatchSelectWidth={false}
    />
  )
}
