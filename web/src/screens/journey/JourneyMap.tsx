import { EditOutlined, HistoryOutlined } from '@ant-design/icons'
import { Alert, Button, Flex, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { FaultNote } from '@/parts/FaultNote'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import { MapPanel } from './MapPanel'
import { OpenTouchpoint } from './OpenTouchpoint'
import { UnitMap } from './UnitMap'
import { useJourneyMap, type Journey, type Told } from './useJourneyMap'
import { useMapFilters } from './useMapFilters'
import { useVersion } from './useVersion'

// Only for who looks back.
const History = lazy(async () => ({ default: (await import('./History')).History }))

/** The map of a journey: its stages and touchpoints with what was measured there, as far as somebody reaches. */
export function JourneyMap({ code }: { code: string }) {
  const { isBoundToUnits } = useViewer()
  return isBoundToUnits ? <UnitMap code={code} /> : <WholeMap code={code} />
}

function WholeMap({ code }: { code: string }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const period = usePeriod() ?? new Date().toISOString().slice(0, 7)
  const filters = useMapFilters()
  const map = useJourneyMap(code, period, filters.segments, filters.channel)
  const journey = map.data?.journeys.nodes[0]
  const name = journey ? nameOf(journey) : code
  const tools = (
    <>
      <PeriodPicker />
      {journey && <JourneyActions journey={journey} />}
    </>
  )
  return (
    <Screen title={name} tools={tools}>
      <Panel title={t('journey.map')} answer={map} rows={12}>
        {(told) => {
          if (!told.journeys.nodes[0])
            return <EmptyState action={<ToList />}>{t('journey.unknown', { code })}</EmptyState>
          return <Shown told={told} journey={told.journeys.nodes[0]} period={period} />
        }}
      </Panel>
      <OpenTouchpoint told={map.data} period={period} />
    </Screen>
  )
}

function ToList() {
  const { t } = useTranslation()
  return <Link to="/journeys">{t('journey.toList')}</Link>
}

/** The version in force, or the one that the address names. */
function Shown({ told, journey, period }: { told: Told; journey: Journey; period: string }) {
  const { t } = useTranslation()
  const [number] = useFilter('version')
  const other = journey.versions.nodes.find((one) => String(one.number) === number)
  if (other && other.id !== journey.publishedVersion?.id)
    return <OtherVersion told={told} id={other.id} period={period} />
  if (!journey.publishedVersion?.stages.nodes.length)
    return <EmptyState>{t('journey.noVersionYet')}</EmptyState>
  return <MapPanel told={told} version={journey.publishedVersion} period={period} />
}

function OtherVersion({ told, id, period }: { told: Told; id: string; period: string }) {
  const { t } = useTranslation()
  const [, choose] = useFilter('version')
  const answer = useVersion(id)
  if (answer.fault) return <FaultNote fault={answer.fault} again={answer.again} />
  if (!answer.data)
    return <Skeleton active title={false} paragraph={{ rows: 12 }} aria-label={t('app.loading')} />
  const { node } = answer.data
  if (node?.__typename !== 'JourneyVersion') return <EmptyState>{t('journey.draftGone')}</EmptyState>
  return (
    <Flex vertical gap="middle">
      <Alert
        type="info"
        showIcon
        title={t('journey.otherVersion', { number: node.number, state: t(`journey.state.${node.state}`) })}
        action={<Button onClick={() => choose(null)}>{t('journey.toInForce')}</Button>}
      />
      <MapPanel told={told} version={node} period={period} />
    </Flex>
  )
}

function JourneyActions({ journey }: { journey: Journey }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [search] = useSearchParams()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<HistoryOutlined />} onClick={() => setOpen(true)}>
        {t('journey.history')}
      </Button>
      {can('journeys:write') && (
        <Link to={{ pathname: `/journeys/${journey.code}/edit`, search: search.toString() }}>
          <Button icon={<EditOutlined />} tabIndex={-1}>
            {t('journey.edit')}
          </Button>
        </Link>
      )}
      <Suspense>{isOpen && <History journey={journey} close={() => setOpen(false)} />}</Suspense>
    </>
  )
}
