import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EmptyState } from '@/parts/EmptyState'
import { MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { day } from '@/parts/time'
import type { Answer } from '@/parts/useQuestion'
import { VerdictTag } from '@/parts/VerdictTag'
import type { Told } from './useOverview'
import { worthTelling } from './worthTelling'
import styles from './Overview.module.css'

/** What is done about it: plans, and what the evaluated ones brought. */
export function PlansPanel({ overview }: { overview: Answer<Told> }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('overview.plans')} answer={overview}>
      {(told) => {
        const lines = worthTelling(told)
        if (!lines.length) return <EmptyState>{t('overview.noPlans')}</EmptyState>
        return (
          <ul className={styles['rows']}>
            {lines.map(({ plan, found }) => (
              <li key={plan.id} className={styles['row']}>
                <span className={styles['head']}>
                  <span className={styles['name']}>
                    <Drill to={`/plans/${plan.code}`}>{plan.title}</Drill>
                  </span>
                  {found ? (
                    <VerdictTag verdict={found.verdict} metric={plan.metric} />
                  ) : (
                    <Tag>{t(`plan.state.${plan.state}`)}</Tag>
                  )}
                </span>
                <small>{t('plan.span', { from: day(plan.startDate), to: day(plan.evaluateTo) })}</small>
                {found && (
                  <span className={styles['part']}>
                    {t('figure.brought')}
                    <span>
                      <MoneyText money={found.money} />
                    </span>
                  </span>
                )}
              </li>
            ))}
          </ul>
        )
      }}
    </Panel>
  )
}
