import { Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Step } from './steps'
import type { Asked } from './TakeStep'

interface Props extends Asked {
  done: (note: string) => Promise<void>
  away: () => void
}

/** Ask for a note, or, where there is no way back, for the code of the plan. */
export function StepQuestion({ plan, step, done, away }: Props) {
  const { t } = useTranslation()
  const [typed, type] = useState('')
  const [isBusy, setBusy] = useState(false)
  const isFinal = step.asks === 'certainty'
  const go = async () => {
    setBusy(true)
    await done(isFinal ? '' : typed)
    setBusy(false)
  }
  const label = isFinal ? t('plans.typeCode', { code: plan.code }) : t(`plans.note.${noteOf(step)}`)
  return (
    <Modal
      open
      title={`${t(`plans.step.${step.name}`, { state: '' })} · ${plan.title}`}
      okText={t(`plans.step.${step.name}`, { state: '' })}
      cancelText={t('plans.away')}
      okButtonProps={{ disabled: isFinal && typed !== plan.code }}
      confirmLoading={isBusy}
      onOk={() => void go()}
      onCancel={away}
    >
      {isFinal && <Typography.Paragraph>{t('plans.approveWhat')}</Typography.Paragraph>}
      <Typography.Paragraph>{label}</Typography.Paragraph>
      {isFinal ? (
        <Input autoFocus aria-label={label} value={typed} onChange={(event) => type(event.target.value)} />
      ) : (
        <Input.TextArea
          autoFocus
          aria-label={label}
          rows={3}
          maxLength={2000}
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
      )}
    </Modal>
  )
}

const noteOf = (step: Step) => (step.name === 'close' || step.name === 'cancel' ? step.name : 'return')
