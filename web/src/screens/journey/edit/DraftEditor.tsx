import { Alert, App, Button, Flex } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { faultOf } from '@/api/errors'
import type { Version } from '../versionParts'
import { AddStage } from './AddStage'
import { EditingContext } from './context'
import { DraftTools } from './DraftTools'
import { StageCard } from './StageCard'
import { UndoToast } from './UndoToast'
import type { Drafted, Known } from './useDraft'
import { useEditing } from './useEditing'
import type { Outcome } from './useSteps'
import { useUndoKeys } from './useUndoKeys'
import styles from './Edit.module.css'

interface Props {
  journey: Drafted
  read: Version
  touchpoints: Known[]
  readAgain: () => void
}

/** The stages of a draft as cards with their touchpoints: dragged, or moved with buttons. */
export function DraftEditor({ journey, read, touchpoints, readAgain }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const refused = useCallback(
    ({ wrong, error }: Outcome) => {
      void message.error(wrong?.message ?? (error ? faultOf(error).message : t('fault.title')))
    },
    [message, t],
  )
  const editing = useEditing(read, refused)
  useUndoKeys(editing)
  const { draft, isConflict, forget } = editing
  const showNewest = () => {
    forget()
    readAgain()
  }
  return (
    <EditingContext value={editing}>
      <Flex vertical gap="middle">
        <DraftTools journey={journey} editing={editing} />
        {isConflict && (
          <Alert
            type="warning"
            showIcon
            title={t('journey.conflict')}
            description={t('journey.conflictWhat')}
            action={<Button onClick={showNewest}>{t('journey.showNewest')}</Button>}
          />
        )}
        <p className={styles['hint']}>{t('journey.editHint')}</p>
        <ol className={styles['stages']} aria-busy={editing.isBusy}>
          {draft.stages.nodes.map((stage) => (
            <StageCard key={stage.code} stage={stage} touchpoints={touchpoints} />
          ))}
        </ol>
        <AddStage />
        <UndoToast editing={editing} />
      </Flex>
    </EditingContext>
  )
}
