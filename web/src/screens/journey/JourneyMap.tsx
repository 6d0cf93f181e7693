import { EditOutlined, HistoryOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import { History } from './History'
import { MapPanel } from './MapPanel'
import { TouchpointDrawer } from './TouchpointDrawer'
import { useJourneyMap, type Journey, type Told } from './useJourneyMap'
import { useMapFilters } from './useMapFilters'
import { useVersion } from './useVersion'

/** The map of a journey: its stages and touchpoints with what was measured there. */
export function JourneyMap({ code }: { code: string }) {
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
      <TouchpointDrawer told={map.data} period={period} />
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
  const answer = useVersion(id)
  return (
    <Panel title={t('journey.otherVersion')} answer={answer}>
      {({ node }) =>
        node?.__typename === 'JourneyVersion' ? <MapPanel told={told} version={node} period={period} /> : null
      }
    </Panel>
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
      <History journey={journey} isOpen={isOpen} close={() => setOpen(false)} />
    </>
  )
}
