import { ArrowLeftOutlined, EditOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { PrintButton } from '@/parts/PrintButton'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import type { Plan } from './documents'
import { EvaluateButton } from './EvaluateButton'
import { EvaluationPart } from './EvaluationPart'
import { FromScenario } from './FromScenario'
import { PlanChart } from './PlanChart'
import { PlanFacts } from './PlanFacts'
import { PlanTasks } from './PlanTasks'
import { StepMenu } from './StepMenu'
import { useTakeStep } from './TakeStep'
import { BlockButton, BlockedNote } from './talk/Blocked'
import { PlanComments } from './talk/PlanComments'
import { PlanHistory } from './talk/PlanHistory'
import { usePlan } from './usePlans'
import styles from './Plan.module.css'

/** One plan: what it is, what is done, and whether it worked. */
export function PlanPage({ code }: { code: string }) {
  const { t } = useTranslation()
  const { can, isBoundToUnits } = useViewer()
  const answer = usePlan(code)
  const plan = answer.data?.actionPlans.nodes[0]
  const outcome = answer.data?.forecastCalibration?.plans.nodes.find((one) => one.code === code)
  return (
    <Screen title={plan?.title ?? t('menu.plans')} tools={<Tools plan={plan} />}>
      <div className={styles['page']}>
        {plan && <BlockedNote plan={plan} />}
        <Panel
          title={t('plans.about')}
          answer={answer}
          extra={plan && <Tag>{t(`plan.state.${plan.state}`)}</Tag>}
        >
          {() => (plan ? <PlanFacts plan={plan} /> : <EmptyState>{t('plans.unknown', { code })}</EmptyState>)}
        </Panel>
        <FromScenario code={code} answer={answer} />
        {(!answer.data || plan) && (
          <Panel
            title={t('evaluation.title')}
            answer={answer}
            rows={8}
            extra={plan?.approvedAt && <EvaluateButton plan={plan} done={answer.again} />}
          >
            {({ planEvaluations }) =>
              plan && <EvaluationPart plan={plan} evaluations={planEvaluations.nodes} outcome={outcome} />
            }
          </Panel>
        )}
        {plan && !isBoundToUnits && <PlanChart plan={plan} />}
        {plan && (
          <Panel title={t('plans.tasks')} answer={answer}>
            {() => <PlanTasks plan={plan} />}
          </Panel>
        )}
        {plan && (
          <Panel title={t('plans.comments')} answer={answer}>
            {() => <PlanComments plan={plan} />}
          </Panel>
        )}
        {plan && can('audit:read') && <PlanHistory code={plan.code} />}
      </div>
    </Screen>
  )
}

function Tools({ plan }: { plan: Plan | undefined }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { take, asking } = useTakeStep()
  const [filters] = useSearchParams()
  const [, open] = useFilter('form')
  return (
    <>
      <Link to={{ pathname: '/plans', search: filters.toString() }}>
        <Button icon={<ArrowLeftOutlined />} tabIndex={-1}>
          {t('plans.toAll')}
        </Button>
      </Link>
      {plan?.state === 'DRAFT' && can('plans:write') && (
        <Button icon={<EditOutlined />} onClick={() => open('edit')}>
          {t('plans.edit')}
        </Button>
      )}
      {plan && <BlockButton plan={plan} />}
      {plan && <StepMenu plan={plan} take={take} isWide />}
      {plan && <PrintButton />}
      {asking}
    </>
  )
}
