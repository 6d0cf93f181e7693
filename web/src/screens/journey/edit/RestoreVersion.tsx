import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Journey } from '../useJourneyMap'
import { startDraft } from './lifeDocuments'
import { useChange } from './useChange'

interface Props {
  journey: Journey
  version: Journey['versions']['nodes'][number]
  hasDraft: boolean
}

/** Begin the next draft as a copy of an earlier version; a journey has one draft at a time. */
export function RestoreVersion({ journey, version, hasDraft }: Props) {
  const { t } = useTranslation()
  const go = useNavigate()
  const [isBusy, change] = useChange(startDraft)
  const restore = async () => {
    const told = await change({ input: { journeyId: journey.id, copyOf: version.id } })
    if (told) void go(`/journeys/${journey.code}/edit`)
  }
  const button = (
    <Button size="small" disabled={hasDraft} loading={isBusy} onClick={() => void restore()}>
      {t('journey.restore')}
    </Button>
  )
  return hasDraft ? <Tooltip title={t('journey.hasDraft')}>{button}</Tooltip> : button
}
