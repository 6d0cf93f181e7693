import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Button, Flex, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { ConfirmTyped } from '@/parts/ConfirmTyped'
import { discardDraft, publishDraft } from './lifeDocuments'
import { useChange } from './useChange'
import type { Drafted } from './useDraft'
import type { Editing } from './useEditing'

/** Undo, redo, put the draft into force, or throw it away. */
export function DraftTools({ journey, editing }: { journey: Drafted; editing: Editing }) {
  const { t } = useTranslation()
  const { draft, isBusy, canUndo, canRedo, undo, redo } = editing
  const [isAsking, setAsking] = useState(false)
  const goBack = useBack(journey.code)
  const [isPublishing, publish] = useChange(publishDraft)
  const [isDiscarding, discard] = useChange(discardDraft)
  const input = { versionId: draft.id, revision: draft.revision }
  return (
    <Flex wrap gap="small" align="center" role="toolbar" aria-label={t('journey.draft')}>
      <Tag>{t('journey.draftNumber', { number: draft.number })}</Tag>
      <Button icon={<UndoOutlined />} disabled={!canUndo || isBusy} onClick={() => void undo()}>
        {t('journey.undo')}
      </Button>
      <Button icon={<RedoOutlined />} disabled={!canRedo || isBusy} onClick={() => void redo()}>
        {t('journey.redo')}
      </Button>
      <Button
        type="primary"
        loading={isPublishing}
        disabled={isBusy}
        onClick={() => void publish({ input }).then((told) => told && goBack())}
      >
        {t('journey.publish')}
      </Button>
      {journey.publishedVersion && <Button onClick={() => setAsking(true)}>{t('journey.discard')}</Button>}
      <ConfirmTyped
        isOpen={isAsking}
        title={t('journey.discard')}
        word={journey.code}
        isBusy={isDiscarding}
        cancel={() => setAsking(false)}
        confirm={() => void discard({ input }).then((told) => told && goBack())}
      >
        {t('journey.discardWhat', { number: draft.number })}
      </ConfirmTyped>
    </Flex>
  )
}

function useBack(code: string) {
  const go = useNavigate()
  const [search] = useSearchParams()
  return () => {
    const kept = new URLSearchParams(search)
    kept.delete('version')
    void go({ pathname: `/journeys/${code}`, search: kept.toString() })
  }
}
