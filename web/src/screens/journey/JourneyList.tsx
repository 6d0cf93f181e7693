import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'
import { moment, periodName } from '@/parts/time'
import type { Estimate } from '@/parts/estimates'
import { ApplyBlueprint } from './edit/ApplyBlueprint'
import { useJourneys, type Listed } from './useJourneys'
import styles from './Journey.module.css'

/** The journeys of a company with their value. */
export function JourneyList() {
  const { t } = useTranslation()
  const { can } = useViewer()
  const period = usePeriod()
  const journeys = useJourneys(period)
  return (
    <Screen title={t('journey.title')} tools={<PeriodPicker />}>
      <Panel title={t('journey.list')} answer={journeys}>
        {(told) => {
          if (!told.journeys.nodes.length)
            return (
              <EmptyState action={can('journeys:write') && <ApplyBlueprint done={journeys.again} />}>
                {t('journey.empty')}
              </EmptyState>
            )
          const values = new Map(told.scores.nodes.map((one) => [one.code, one.value]))
          return (
            <ul className={styles['list']}>
              {told.journeys.nodes.map((one) => (
                <Row key={one.id} journey={one} value={values.get(one.code)} period={period} />
              ))}
            </ul>
          )
        }}
      </Panel>
    </Screen>
  )
}

interface RowProps {
  journey: Listed
  value: Estimate | null | undefined
  period: string | null
}

function Row({ journey, value, period }: RowProps) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const { publishedVersion: version } = journey
  const search = period ? `?period=${period}` : ''
  return (
    <li className={styles['row']}>
      <Flex vertical gap={2}>
        <Link to={`/journeys/${journey.code}${search}`} className={styles['name']}>
          {nameOf(journey)}
        </Link>
        <span className={styles['quiet']}>
          {version
            ? t('journey.versionSince', { number: version.number, at: moment(version.publishedAt ?? '') })
            : t('journey.noVersion')}
          {version && ` · ${t('journey.stages', { count: version.stages.totalCount })}`}
        </span>
      </Flex>
      <Flex gap="small" align="center" wrap>
        <Tag>{t(`journey.kind.${journey.kind}`)}</Tag>
        {journey.status === 'ARCHIVED' && <Tag>{t('journey.archived')}</Tag>}
        <EstimateText estimate={value} form="score" period={period ? periodName(period) : undefined} />
      </Flex>
    </li>
  )
}
