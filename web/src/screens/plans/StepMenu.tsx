import { SwapOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { MenuButton } from '@/parts/MenuButton'
import type { BoardPlan } from './documents'
import { stepsOf } from './steps'
import type { Take } from './TakeStep'

type Shown = Pick<BoardPlan, 'id' | 'code' | 'title' | 'state' | 'revision' | 'approvedAt'>

/** Move a plan without dragging; nothing is shown to who may not. */
export function StepMenu({ plan, take, isWide = false }: { plan: Shown; take: Take; isWide?: boolean }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const steps = stepsOf(plan).filter((step) => can(step.needs))
  if (!steps.length) return null
  const choices = steps.map((step) => ({
    key: `${step.name} ${step.to}`,
    label:
      step.name === 'reopen'
        ? t('plans.step.reopen', { state: t(`plan.state.${step.to}`) })
        : t(`plans.step.${step.name}`),
    onClick: () => take(plan, step),
  }))
  return (
    <MenuButton
      choices={choices}
      button={{
        ...(isWide ? { children: t('plans.moveShort') } : { size: 'small', type: 'text' }),
        icon: <SwapOutlined />,
        'aria-label': t('plans.move', { title: plan.title }),
      }}
    />
  )
}
