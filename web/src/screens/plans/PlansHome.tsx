import { PlusOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import { PlanBoard } from './PlanBoard'
import { PlanFilters, useShownPlans } from './PlanFilters'
import { PlanTimeline } from './PlanTimeline'
import { usePlans } from './usePlans'

// The table that sorts weighs more than the board.
const PlanList = lazy(async () => ({ default: (await import('./PlanList')).PlanList }))
const VIEWS = { board: PlanBoard, list: PlanList, timeline: PlanTimeline }

/** All plans: as a board by state, as a list, or along time. */
export function PlansHome() {
  const { t } = useTranslation()
  const answer = usePlans()
  const [chosen, choose] = useFilter('view')
  const view = chosen === 'list' || chosen === 'timeline' ? chosen : 'board'
  const View = VIEWS[view]
  const shown = useShownPlans()
  return (
    <Screen title={t('menu.plans')} tools={<NewPlan />}>
      <Panel
        title={t('plans.all')}
        answer={answer}
        rows={10}
        extra={
          <>
            <PlanFilters plans={answer.data?.actionPlans.nodes ?? []} />
            <Segmented
              aria-label={t('plans.view')}
              value={view}
              onChange={(value) => choose(value === 'board' ? null : value)}
              options={(['board', 'list', 'timeline'] as const).map((value) => ({
                value,
                label: t(`plans.views.${value}`),
              }))}
            />
          </>
        }
      >
        {({ actionPlans, planEvaluations }) => {
          if (!actionPlans.nodes.length)
            return <EmptyState action={<NewPlan />}>{t('plans.empty')}</EmptyState>
          const plans = shown(actionPlans.nodes)
          if (!plans.length) return <EmptyState>{t('plans.noneShown')}</EmptyState>
          return <View plans={plans} findings={planEvaluations.nodes} />
        }}
      </Panel>
    </Screen>
  )
}

function NewPlan() {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [, open] = useFilter('form')
  if (!can('plans:write')) return null
  return (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
      {t('plans.new')}
    </Button>
  )
}
