import { Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { moment } from '@/parts/time'
import type { Plan } from '../documents'
import { WriteComment } from './WriteComment'
import styles from './Talk.module.css'

/** What was said about a plan, the newest first, and a place to say more. */
export function PlanComments({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { nodes, totalCount } = plan.comments
  return (
    <div className={styles['talk']}>
      {can('plans:write') && <WriteComment plan={plan} />}
      {!nodes.length && <Typography.Text type="secondary">{t('plans.noComments')}</Typography.Text>}
      {nodes.length > 0 && (
        <ol className={styles['comments']} aria-label={t('plans.comments')}>
          {nodes.map((one) => (
            <li key={one.id} className={styles['comment']}>
              <span>
                <strong>{one.authorName}</strong>{' '}
                <Typography.Text type="secondary">
                  <time dateTime={one.writtenAt}>{moment(one.writtenAt)}</time>
                </Typography.Text>
              </span>
              <p className={styles['text']}>{one.text}</p>
              {one.mentions.length > 0 && (
                <span>
                  {one.mentions.map((name) => (
                    <Tag key={name}>@{name}</Tag>
                  ))}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {totalCount > nodes.length && (
        <Typography.Text type="secondary">{t('plans.moreComments', { n: totalCount })}</Typography.Text>
      )}
    </div>
  )
}
