import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { moment } from '@/parts/time'
import { useQuestion } from '@/parts/useQuestion'
import { historyDocument, type Happening } from './documents'
import { useHappening } from './useHappening'
import styles from './Talk.module.css'

const CONTEXT = { additionalTypenames: ['ActionPlan', 'ActionTask', 'PlanComment', 'PlanEvaluation'] }

/** What was done with a plan and its tasks, by whom and when: the audit of the plan. */
export function PlanHistory({ code }: { code: string }) {
  const { t } = useTranslation()
  const answer = useQuestion(historyDocument, { plan: code }, CONTEXT)
  return (
    <Panel title={t('plans.history')} answer={answer}>
      {({ planHistory: { nodes, totalCount } }) =>
        nodes.length ? (
          <>
            <ol className={styles['history']} aria-label={t('plans.history')}>
              {nodes.map((one) => (
                <Line key={one.id} happening={one} />
              ))}
            </ol>
            {totalCount > nodes.length && (
              <Typography.Text type="secondary">{t('plans.moreHistory', { n: totalCount })}</Typography.Text>
            )}
          </>
        ) : (
          <EmptyState>{t('plans.noHistory')}</EmptyState>
        )
      }
    </Panel>
  )
}

function Line({ happening }: { happening: Happening }) {
  const told = useHappening()
  return (
    <li className={styles['happening']}>
      <Typography.Text type="secondary">
        <time dateTime={happening.at}>{moment(happening.at)}</time> · {happening.actorName}
      </Typography.Text>
      <div>{told(happening)}</div>
    </li>
  )
}
