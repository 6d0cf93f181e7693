import { Alert, Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { FaultNote } from '@/parts/FaultNote'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { Screen } from '@/parts/Screen'
import { DraftEditor } from './DraftEditor'
import { useChange } from './useChange'
import { startDraft } from './lifeDocuments'
import { useDraft, type Drafted, type Known } from './useDraft'
import { useVersion } from '../useVersion'

/** Edit the draft of a journey's next version; the version in force is never touched. */
export function Editor({ code }: { code: string }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const nameOf = useNames()
  const [search] = useSearchParams()
  const answer = useDraft(code)
  const journey = answer.data?.journeys.nodes[0]
  const back = (
    <Link to={{ pathname: `/journeys/${code}`, search: search.toString() }}>{t('journey.toMap')}</Link>
  )
  const title = t('journey.editOf', { name: journey ? nameOf(journey) : code })
  return (
    <Screen title={title} tools={back}>
      {can('journeys:write') ? (
        <Panel title={t('journey.draft')} answer={answer} rows={10}>
          {({ journeys, touchpoints }) => {
            const [found] = journeys.nodes
            const newest = found?.versions.nodes[0]
            if (!found || !newest) return <EmptyState>{t('journey.unknown', { code })}</EmptyState>
            if (newest.state !== 'DRAFT')
              return <Begin journeyId={found.id} number={newest.number} done={answer.again} />
            return <OpenDraft id={newest.id} journey={found} touchpoints={touchpoints.nodes} />
          }}
        </Panel>
      ) : (
        <Alert type="info" showIcon title={t('journey.mayNotEdit')} />
      )}
    </Screen>
  )
}

interface OpenProps {
  id: string
  journey: Drafted
  touchpoints: Known[]
}

function OpenDraft({ id, journey, touchpoints }: OpenProps) {
  const { t } = useTranslation()
  const version = useVersion(id)
  if (!version.data) {
    if (version.fault) return <FaultNote fault={version.fault} again={version.again} />
    return <Skeleton active title={false} paragraph={{ rows: 10 }} aria-label={t('app.loading')} />
  }
  const { node } = version.data
  if (node?.__typename !== 'JourneyVersion') return <EmptyState>{t('journey.draftGone')}</EmptyState>
  return <DraftEditor journey={journey} read={node} touchpoints={touchpoints} readAgain={version.again} />
}

function Begin({ journeyId, number, done }: { journeyId: string; number: number; done: () => void }) {
  const { t } = useTranslation()
  const [isBusy, change] = useChange(startDraft)
  const begin = async () => {
    const told = await change({ input: { journeyId } })
    if (told?.draftJourneyVersion.journeyVersion) done()
  }
  const action = (
    <Button type="primary" loading={isBusy} onClick={() => void begin()}>
      {t('journey.startDraft')}
    </Button>
  )
  return <EmptyState action={action}>{t('journey.noDraft', { number })}</EmptyState>
}
