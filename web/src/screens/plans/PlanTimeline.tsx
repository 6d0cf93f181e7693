import { useTranslation } from 'react-i18next'
import { day, periodName } from '@/parts/time'
import { VerdictTag } from '@/parts/VerdictTag'
import type { BoardPlan, Finding } from './documents'
import { PlanLink } from './PlanCard'
import { monthsAcross, placeOf, spanOf, type Span } from './timeline'
import styles from './Timeline.module.css'

interface Props {
  plans: BoardPlan[]
  findings: Finding[]
}

/** Plans along time: the span they are compared with, and the one that is evaluated. */
export function PlanTimeline({ plans, findings }: Props) {
  const { t } = useTranslation()
  const span = spanOf(plans)
  const sorted = [...plans].sort((a, b) => a.startDate.localeCompare(b.startDate))
  return (
    <div className={styles['room']} tabIndex={0} role="group" aria-label={t('plans.views.timeline')}>
      <div className={styles['line']}>
        <div className={styles['axis']} aria-hidden>
          {monthsAcross(span).map((month) => (
            <span key={month} className={styles['tick']} style={{ left: `${placeOf(`${month}-01`, span)}%` }}>
              {periodName(month)}
            </span>
          ))}
        </div>
        <ul className={styles['rows']}>
          {sorted.map((plan) => (
            <Row
              key={plan.id}
              plan={plan}
              span={span}
              finding={findings.find((one) => one.plan.id === plan.id)}
            />
          ))}
        </ul>
      </div>
    </div>
  )
}

function Row({ plan, span, finding }: { plan: BoardPlan; span: Span; finding: Finding | undefined }) {
  const { t } = useTranslation()
  const { baselineFrom, startDate, evaluateTo } = plan
  return (
    <li className={styles['row']}>
      <span className={styles['name']}>
        <PlanLink plan={plan} /> <small>{t(`plan.state.${plan.state}`)}</small>{' '}
        {finding && <VerdictTag verdict={finding.verdict} metric={plan.metric} />}
      </span>
      <span className={styles['track']} aria-hidden>
        <span className={styles['before']} style={stretchOf(baselineFrom, startDate, span)} />
        <span className={styles['during']} style={stretchOf(startDate, evaluateTo, span)} />
      </span>
      <small>
        {t('plans.timeline', { from: day(baselineFrom), start: day(startDate), to: day(evaluateTo) })}
      </small>
    </li>
  )
}

function stretchOf(from: string, to: string, span: Span) {
  const left = placeOf(from, span)
  return { left: `${left}%`, width: `${placeOf(to, span) - left}%` }
}
