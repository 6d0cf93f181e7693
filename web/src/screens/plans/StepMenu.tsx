import { SwapOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
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
  const items = steps.map((step) => ({
    key: `${step.name} ${step.to}`,
    label:
      step.name === 'reopen'
        ? t('plans.step.reopen', { state: t(`plan.state.${step.to}`) })
        : t(`plans.step.${step.name}`),
    onClick: () => take(plan, step),
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button
        size={isWide ? 'middle' : 'small'}
        type={isWide ? 'default' : 'text'}
        icon={<SwapOutlined />}
        aria-label={t('plans.move', { title: plan.title })}
      >
        {isWide && t('plans.moveShort')}
      </Button>
    </Dropdown>
  )
}
