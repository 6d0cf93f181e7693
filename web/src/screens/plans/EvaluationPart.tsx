import { Alert, Flex } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { MoneyText } from '@/parts/MoneyText'
import type { Estimate } from '@/parts/estimates'
import { written, type Form } from '@/parts/numbers'
import { Quiet } from '@/parts/Quiet'
import { day, moment } from '@/parts/time'
import { VerdictTag } from '@/parts/VerdictTag'
import { CourseChart } from './CourseChart'
import type { Evaluation, Outcome, Plan } from './documents'
import { metricForm } from './metrics'
import styles from './Plan.module.css'

interface Props {
  plan: Plan
  evaluations: Evaluation[]
  outcome: Outcome | undefined
}

/** Whether a plan worked: the verdict in words, the figures behind it, and how both arms went. */
export function EvaluationPart({ plan, evaluations, outcome }: Props) {
  const { t } = useTranslation()
  const [evaluation] = evaluations
  if (!evaluation)
    return <EmptyState>{t(plan.approvedAt ? 'evaluation.notYet' : 'evaluation.notApproved')}</EmptyState>
  const form = metricForm(plan.metric)
  return (
    <div className={styles['verdict']}>
      <Flex wrap gap="small" align="center">
        <VerdictTag verdict={evaluation.verdict} metric={plan.metric} />
        <Quiet>
          {t('evaluation.version', { number: evaluation.number, at: moment(evaluation.createdAt) })}
        </Quiet>
      </Flex>
      <p className={styles['sentence']}>{t(`evaluation.sentence.${evaluation.verdict}`)}</p>
      <span>{evaluation.reason}</span>
      <div className={styles['figures']}>
        <Figure
          name={t('evaluation.effect', { metric: t(`plans.metrics.${plan.metric}`) })}
          estimate={evaluation.effect}
          form={form}
        />
        <Figure name={t('evaluation.money')} estimate={evaluation.money} form="money" />
        {evaluation.roi && <Figure name={t('plans.roi')} estimate={evaluation.roi} form="share" />}
        {outcome && <Figure name={t('evaluation.forecast')} estimate={outcome.forecast} form="money" />}
      </div>
      {outcome && <Against outcome={outcome} />}
      <Method plan={plan} evaluation={evaluation} form={form} />
      <CourseChart plan={plan} evaluation={evaluation} form={form} />
    </div>
  )
}

function Figure({ name, estimate, form }: { name: string; estimate: Estimate | null; form: Form }) {
  return (
    <div className={styles['figure']}>
      <Quiet>{name}</Quiet>
      {form === 'money' ? (
        <MoneyText money={estimate} size="large" />
      ) : (
        <EstimateText estimate={estimate} form={form} size="large" />
      )}
    </div>
  )
}

/** Whether what came agrees with what was forecast. */
function Against({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation()
  const words =
    outcome.inside === null
      ? outcome.reason || t('evaluation.notCompared')
      : t(outcome.inside ? 'evaluation.agrees' : 'evaluation.disagrees')
  return (
    <Quiet>
      {words} {outcome.backdated && t('evaluation.backdated')}
    </Quiet>
  )
}

/** How the comparison was made, registered before, and what it could have shown. */
function Method({ plan, evaluation, form }: { plan: Plan; evaluation: Evaluation; form: Form }) {
  const { t } = useTranslation()
  const { pValue, placeboP, smallestDetectable, smallestDetectableHarm, designKind } = evaluation
  const lines: ReactNode[] = [
    t(`evaluation.method.${designKind ?? 'AUTO'}`),
    plan.approvedAt &&
      t('evaluation.registered', { metric: t(`plans.metrics.${plan.metric}`), at: moment(plan.approvedAt) }),
    t('evaluation.spans', {
      from: day(plan.baselineFrom),
      start: day(plan.startDate),
      to: day(plan.evaluateTo),
    }),
    pValue !== null && t('evaluation.chance', { p: chance(pValue) }),
    placeboP !== null && t('evaluation.placebo', { p: chance(placeboP) }),
    smallestDetectable !== null &&
      smallestDetectableHarm !== null &&
      t('evaluation.detectable', {
        gain: written(smallestDetectable, form),
        loss: written(smallestDetectableHarm, form),
      }),
    evaluation.plainEffect && (
      <>
        {t('evaluation.plain')} <EstimateText estimate={evaluation.plainEffect} form={form} />
      </>
    ),
    evaluation.placebo && (
      <>
        {t('evaluation.before')} <EstimateText estimate={evaluation.placebo} form={form} />
      </>
    ),
  ]
  return (
    <Alert
      type="info"
      title={t('evaluation.how')}
      description={
        <ul className={styles['reasons']}>
          {lines.filter(Boolean).map((line, place) => (
            <li key={place}>{line}</li>
          ))}
        </ul>
      }
    />
  )
}

const SMALL = 0.01

/** Return a chance as it is written: never as nothing. */
function chance(p: number): string {
  return p < SMALL ? `< ${written(SMALL, 'points')}` : `= ${written(p, 'points')}`
}
