import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { AttentionTag } from '@/parts/AttentionTag'
import { EstimateText } from '@/parts/EstimateText'
import { MoneyText } from '@/parts/MoneyText'
import { useNames } from '@/parts/names'
import { written } from '@/parts/numbers'
import { day } from '@/parts/time'
import { VerdictTag } from '@/parts/VerdictTag'
import type { BoardPlan, Finding } from './documents'
import { forecastOf } from './money'
import { StepMenu } from './StepMenu'
import { stuckTask } from './tasks'
import type { Take } from './TakeStep'
import styles from './Board.module.css'

interface Props {
  plan: BoardPlan
  finding: Finding | undefined
  take: Take
}

/** A plan in short: who, by when, what it costs and brings, and whether it is stuck. */
export function PlanCard({ plan, finding, take }: Props) {
  const { t } = useTranslation()
  const called = useNames()
  const stuck = stuckTask(plan)
  return (
    <article className={styles['card']} aria-label={plan.title}>
      <div className={styles['head']}>
        <PlanLink plan={plan} />
        <StepMenu plan={plan} take={take} />
      </div>
      <span>
        {finding && <VerdictTag verdict={finding.verdict} metric={plan.metric} />}
        {(plan.blockedReason || stuck) && <AttentionTag>{t('plans.blocked')}</AttentionTag>}
      </span>
      {(plan.blockedReason || stuck) && (
        <small className={styles['name']}>
          {plan.blockedReason || t('plans.overdue', { title: stuck?.title, other: stuck?.dependsOn?.title })}
        </small>
      )}
      <dl className={styles['facts']}>
        <dt>{t('plans.touchpoint')}</dt>
        <dd>{plan.touchpoint ? called(plan.touchpoint) : t('plans.wholeCompany')}</dd>
        {plan.leadDepartment && (
          <>
            <dt>{t('plans.department')}</dt>
            <dd>{called(plan.leadDepartment)}</dd>
          </>
        )}
        {plan.owner && (
          <>
            <dt>{t('plans.owner')}</dt>
            <dd>{plan.owner.name || plan.owner.email}</dd>
          </>
        )}
        <dt>{t('plans.due')}</dt>
        <dd>{day(plan.evaluateTo)}</dd>
        <Money plan={plan} finding={finding} />
      </dl>
    </article>
  )
}

/** What a plan costs, what it was expected to bring, and what it has brought. */
function Money({ plan, finding }: { plan: BoardPlan; finding: Finding | undefined }) {
  const { t } = useTranslation()
  const expected = forecastOf(plan.forecast)
  const { currency } = useViewer().company
  return (
    <>
      {plan.cost !== null && (
        <>
          <dt>{t('plans.cost')}</dt>
          <dd>{written(Number(plan.cost), 'money', plan.currency || currency)}</dd>
        </>
      )}
      {expected && (
        <>
          <dt>{t('plans.expected')}</dt>
          <dd>
            <EstimateText estimate={expected} form="money" />
          </dd>
        </>
      )}
      {finding && (
        <>
          <dt>{t('plans.brought')}</dt>
          <dd>
            <MoneyText money={finding.money} />
          </dd>
        </>
      )}
    </>
  )
}

/** Lead to a plan, with the filters of the board kept for the way back. */
export function PlanLink({ plan }: { plan: { code: string; title: string } }) {
  const [filters] = useSearchParams()
  return (
    <Link className={styles['name']} to={{ pathname: `/plans/${plan.code}`, search: filters.toString() }}>
      {plan.title}
    </Link>
  )
}
