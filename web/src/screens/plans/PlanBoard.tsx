import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import type { BoardPlan, Finding, PlanState } from './documents'
import { PlanCard } from './PlanCard'
import { COLUMNS, stepsOf, type Step } from './steps'
import { useTakeStep, type Take } from './TakeStep'
import styles from './Board.module.css'

interface Props {
  plans: BoardPlan[]
  findings: Finding[]
}

/** A column a state. Cards are dragged to another, or moved with the menu on each, by mouse and keyboard alike. */
export function PlanBoard({ plans, findings }: Props) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { take, asking } = useTakeStep()
  const [dragged, drag] = useState<BoardPlan | null>(null)
  const wayTo = (state: PlanState): Step | undefined =>
    dragged ? stepsOf(dragged).find((step) => step.to === state && can(step.needs)) : undefined
  const drop = (state: PlanState) => {
    const step = wayTo(state)
    if (dragged && step) take(dragged, step)
    drag(null)
  }
  return (
    <div className={styles['board']} tabIndex={0} role="group" aria-label={t('plans.views.board')}>
      {COLUMNS.map((state) => (
        <Column
          key={state}
          state={state}
          plans={plans.filter((plan) => plan.state === state)}
          findings={findings}
          take={take}
          drag={drag}
          {...(wayTo(state) ? { drop: () => drop(state) } : {})}
        />
      ))}
      {asking}
    </div>
  )
}

interface ColumnProps extends Props {
  state: PlanState
  take: Take
  drag: (plan: BoardPlan | null) => void
  /** Takes what is dragged; missing where it may not go. */
  drop?: () => void
}

function Column({ state, plans, findings, take, drag, drop }: ColumnProps) {
  const { t } = useTranslation()
  const { can } = useViewer()
  return (
    <section
      aria-label={t(`plan.state.${state}`)}
      className={[styles['column'], !plans.length && !drop && styles['empty'], drop && styles['target']]
        .filter(Boolean)
        .join(' ')}
      onDragOver={(event: DragEvent) => drop && event.preventDefault()}
      onDrop={drop}
    >
      <h3 className={styles['heading']}>
        {t(`plan.state.${state}`)} <small>{plans.length}</small>
      </h3>
      <ul className={styles['cards']}>
        {plans.map((plan) => (
          <li
            key={plan.id}
            draggable={stepsOf(plan).some((step) => can(step.needs))}
            onDragStart={() => drag(plan)}
            onDragEnd={() => drag(null)}
          >
            <PlanCard plan={plan} finding={findings.find((one) => one.plan.id === plan.id)} take={take} />
          </li>
        ))}
      </ul>
    </section>
  )
}
