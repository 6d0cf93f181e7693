import { ArrowLeftOutlined, EditOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { Later } from '@/parts/Later'
import { Panel } from '@/parts/Panel'
import { PrintButton } from '@/parts/PrintButton'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import type { Answer } from '@/parts/useQuestion'
import type { Plan } from './documents'
import { EvaluateButton } from './EvaluateButton'
import { EvaluationPart } from './EvaluationPart'
import { FromScenario } from './FromScenario'
import { PlanChart } from './PlanChart'
import { PlanFacts } from './PlanFacts'
import { StepMenu } from './StepMenu'
import { useTakeStep } from './TakeStep'
import { BlockButton, BlockedNote } from './talk/Blocked'
import { usePlan } from './usePlans'
import styles from './Plan.module.css'

// What is below: fields and ticks weigh more than what was found.
const PlanTasks = lazy(async () => ({ default: (await import('./PlanTasks')).PlanTasks }))
const PlanComments = lazy(async () => ({ default: (await import('./talk/PlanComments')).PlanComments }))
const PlanHistory = lazy(async () => ({ default: (await import('./talk/PlanHistory')).PlanHistory }))

/** One plan: what it is, what is done, and whether it worked. */
export function PlanPage({ code }: { code: string }) {
  const { t } = useTranslation()
  const { isBoundToUnits } = useViewer()
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
        {plan && <Below plan={plan} answer={answer} />}
      </div>
    </Screen>
  )
}

/** What is done, what is said and what was done before, in this order. */
function Below({ plan, answer }: { plan: Plan; answer: Answer<unknown> }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  return (
    <>
      <Panel title={t('plans.tasks')} answer={answer}>
        {() => <PlanTasks plan={plan} />}
      </Panel>
      <Panel title={t('plans.comments')} answer={answer}>
        {() => <PlanComments plan={plan} />}
      </Panel>
      {can('audit:read') && (
        <Suspense fallback={<div aria-busy />}>
          <Later>
            <PlanHistory code={plan.code} />
          </Later>
        </Suspense>
      )}
    </>
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
