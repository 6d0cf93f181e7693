import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EstimateText } from '@/parts/EstimateText'
import { useNames } from '@/parts/names'
import { written } from '@/parts/numbers'
import { day } from '@/parts/time'
import type { Plan } from './documents'
import { forecastOf, forecastRoi, horizonOf } from './money'
import styles from './Plan.module.css'

/** What a plan is: for whom, where, when, by whom, and for how much. */
export function PlanFacts({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const called = useNames()
  const expected = forecastOf(plan.forecast)
  const roi = forecastRoi(plan.forecast)
  const months = horizonOf(plan.forecast)
  const { touchpoint } = plan
  return (
    <dl className={styles['facts']}>
      <Fact name={t('plans.problem')}>{plan.problem}</Fact>
      <Fact name={t('plans.touchpoint')}>
        {touchpoint ? (
          <Drill to="/journeys" filters={{ touchpoint: touchpoint.code }}>
            {called(touchpoint)}
          </Drill>
        ) : (
          t('plans.wholeCompany')
        )}
      </Fact>
      <Fact name={t('plans.metric')}>
        {t(`plans.metrics.${plan.metric}`)}
        {plan.expectedUplift !== null &&
          ` · ${t('plans.uplift', { by: written(plan.expectedUplift, 'score') })}`}
      </Fact>
      <Fact name={t('plans.department')}>{plan.leadDepartment && called(plan.leadDepartment)}</Fact>
      <Fact name={t('plans.owner')}>{plan.owner && (plan.owner.name || plan.owner.email)}</Fact>
      <Fact name={t('plans.units')}>
        <Units plan={plan} />
      </Fact>
      <Fact name={t('plans.when')}>
        {t('plans.timeline', {
          from: day(plan.baselineFrom),
          start: day(plan.startDate),
          to: day(plan.evaluateTo),
        })}
      </Fact>
      <Fact name={t('plans.cost')}>
        {plan.cost !== null && written(Number(plan.cost), 'money', plan.currency)}
      </Fact>
      <Fact name={t('plans.budget')}>
        {plan.budget !== null && written(Number(plan.budget), 'money', plan.currency)}
      </Fact>
      <Fact name={months ? t('plans.expectedOver', { months }) : t('plans.expected')}>
        {expected && <EstimateText estimate={expected} form="money" />}
      </Fact>
      <Fact name={t('plans.roiExpected')}>{roi && <EstimateText estimate={roi} form="share" />}</Fact>
      <Fact name={t('plans.learned')}>{plan.closingNote}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === '' || children === false) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Units({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const named = (arm: string) =>
    plan.units.nodes.filter((one) => one.arm === arm).map(({ unit }) => unit.name || unit.code)
  const [treated, control] = [named('TREATED'), named('CONTROL')]
  if (!treated.length) return t(plan.unitOfEffect === 'UNIT' ? 'plans.everywhere' : 'plans.people')
  return (
    <>
      <Names words={t('plans.treated', { n: treated.length })} names={treated} />
      {control.length ? (
        <Names words={t('plans.control', { n: control.length })} names={control} />
      ) : (
        t('plans.allOthers')
      )}
    </>
  )
}

function Names({ words, names }: { words: string; names: string[] }) {
  return (
    <details>
      <summary>{words}</summary>
      {names.join(' · ')}
    </details>
  )
}
