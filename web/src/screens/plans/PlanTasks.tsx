import { Progress, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { day } from '@/parts/time'
import { AttentionTag } from './AttentionTag'
import type { Plan } from './documents'
import { waits } from './tasks'
import styles from './Plan.module.css'

/** The work of a plan: how far each task is, and which one waits for another. */
export function PlanTasks({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const tasks = plan.tasks.nodes
  if (!tasks.length) return <EmptyState>{t('plans.noTasks')}</EmptyState>
  return (
    <ul className={styles['tasks']}>
      {tasks.map((task) => (
        <li key={task.id} className={styles['task']}>
          <span>
            {task.title}{' '}
            {waits(task) && (
              <AttentionTag>{t('plans.waitsFor', { title: task.dependsOn?.title })}</AttentionTag>
            )}
            {task.dueDate && (
              <Typography.Text type="secondary">
                {t('plans.dueOn', { day: day(task.dueDate) })}
              </Typography.Text>
            )}
          </span>
          <Progress
            percent={task.progress}
            size="small"
            aria-label={t('plans.progress', { title: task.title, done: task.progress })}
          />
        </li>
      ))}
    </ul>
  )
}
