import { Alert, App, Button } from 'antd'
import { StopOutlined } from '@ant-design/icons'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import { useViewer } from '@/app/viewer'
import { moment } from '@/parts/time'
import { useUndo } from '@/parts/useUndo'
import type { Plan } from '../documents'
import { blockDocument, unblockDocument } from './documents'

// Dialogs weigh more than what they ask about.
const BlockQuestion = lazy(async () => ({ default: (await import('./BlockQuestion')).BlockQuestion }))
const OVER = new Set(['DONE', 'CANCELLED'])

/** What is in a plan's way, since when, and a way to say that it is gone. */
export function BlockedNote({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { message } = App.useApp()
  const undo = useUndo()
  const [{ fetching }, unblock] = useMutation(unblockDocument)
  const [, block] = useMutation(blockDocument)
  if (!plan.blockedReason) return null
  const go = async () => {
    const { data, error } = await unblock({ input: { id: plan.id, revision: plan.revision } })
    const wrong = error ? faultOf(error).message : data?.done.userErrors[0]?.message
    if (wrong) void message.error(wrong)
    else undo(t('plans.unblocked'), () => void block({ input: { id: plan.id, reason: plan.blockedReason } }))
  }
  return (
    <Alert
      type="warning"
      showIcon
      title={`${t('plans.blocked')}: ${plan.blockedReason}`}
      description={plan.blockedAt && t('plans.blockedSince', { at: moment(plan.blockedAt) })}
      action={
        can('plans:write') && (
          <Button loading={fetching} onClick={() => void go()}>
            {t('plans.unblock')}
          </Button>
        )
      }
    />
  )
}

/** Say that a plan cannot go on. */
export function BlockButton({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [isOpen, setOpen] = useState(false)
  if (!can('plans:write') || OVER.has(plan.state) || plan.blockedReason) return null
  return (
    <>
      <Button icon={<StopOutlined />} onClick={() => setOpen(true)}>
        {t('plans.block')}
      </Button>
      <Suspense>{isOpen && <BlockQuestion plan={plan} away={() => setOpen(false)} />}</Suspense>
    </>
  )
}
