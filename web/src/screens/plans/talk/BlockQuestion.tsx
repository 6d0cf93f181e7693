import { Alert, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import type { Plan } from '../documents'
import { blockDocument } from './documents'

/** Ask what is in the way of a plan. */
export function BlockQuestion({ plan, away }: { plan: Plan; away: () => void }) {
  const { t } = useTranslation()
  const [reason, type] = useState('')
  const [problem, setProblem] = useState('')
  const [{ fetching }, block] = useMutation(blockDocument)
  const go = async () => {
    const { data, error } = await block({ input: { id: plan.id, reason, revision: plan.revision } })
    const wrong = error ? faultOf(error).message : data?.done.userErrors[0]?.message
    if (wrong) setProblem(wrong)
    else away()
  }
  return (
    <Modal
      open
      title={`${t('plans.block')} · ${plan.title}`}
      okText={t('plans.block')}
      cancelText={t('plans.away')}
      okButtonProps={{ disabled: !reason.trim() }}
      confirmLoading={fetching}
      onOk={() => void go()}
      onCancel={away}
    >
      <Typography.Paragraph>{t('plans.blockWhy')}</Typography.Paragraph>
      <Input.TextArea
        autoFocus
        aria-label={t('plans.blockWhy')}
        rows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => type(event.target.value)}
      />
      {problem && <Alert type="error" showIcon title={problem} />}
    </Modal>
  )
}
