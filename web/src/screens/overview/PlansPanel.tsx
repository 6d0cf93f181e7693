import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { Panel } from '@/parts/Panel'
import { day } from '@/parts/time'
import type { Answer } from '@/parts/useQuestion'
import { VerdictTag } from '@/parts/VerdictTag'
import type { Told } from './useOverview'
import styles from './Overview.module.css'

/** What is done about it: the newest plans, and what the evaluated ones brought. */
export function PlansPanel({ overview }: { overview: Answer<Told> }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('overview.plans')} answer={overview}>
      {({ plans, evaluations }) => {
        if (!plans.nodes.length) return <EmptyState>{t('overview.noPlans')}</EmptyState>
        return (
          <ul className={styles['rows']}>
            {plans.nodes.map((plan) => {
              const last = evaluations.nodes.find((one) => one.plan.id === plan.id)
              return (
                <li key={plan.id} className={styles['row']}>
                  <span className={styles['head']}>
                    <span className={styles['name']}>
                      <Drill to={`/plans/${plan.code}`}>{plan.title}</Drill>
                    </span>
                    {last ? (
                      <VerdictTag verdict={last.verdict} />
                    ) : (
                      <Tag>{t(`plan.state.${plan.state}`)}</Tag>
                    )}
                  </span>
                  <small>{t('plan.span', { from: day(plan.startDate), to: day(plan.evaluateTo) })}</small>
                  {last && (
                    <span className={styles['part']}>
                      {t('figure.brought')} <EstimateText estimate={last.money} form="money" />
                    </span>
                  )}
                </li>
              )
            })}
          </ul>
        )
      }}
    </Panel>
  )
}
