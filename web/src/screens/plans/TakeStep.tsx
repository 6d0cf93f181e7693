import { Input, Modal, Typography } from 'antd'
import { useCallback, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardPlan } from './documents'
import type { Step } from './steps'
import { usePlanSteps } from './usePlanSteps'

type Moving = Pick<BoardPlan, 'id' | 'code' | 'title' | 'state' | 'revision'>
export type Take = (plan: Moving, step: Step) => void

interface Asked {
  plan: Moving
  step: Step
}

/** Return what takes a step with a plan, and the question that some steps ask first, to be shown somewhere. */
export function useTakeStep(): { take: Take; asking: ReactNode } {
  const move = usePlanSteps()
  const [asked, ask] = useState<Asked | null>(null)
  const take = useCallback<Take>(
    (plan, step) => (step.asks === 'nothing' ? void move(plan, step) : ask({ plan, step })),
    [move],
  )
  const done = async (note: string) => {
    if (!asked || (await move(asked.plan, asked.step, note))) ask(null)
  }
  return { take, asking: asked && <Question {...asked} done={done} away={() => ask(null)} /> }
}

interface Props extends Asked {
  done: (note: string) => Promise<void>
  away: () => void
}

/** Ask for a note, or, where there is no way back, for the code of the plan. */
function Question({ plan, step, done, away }: Props) {
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
