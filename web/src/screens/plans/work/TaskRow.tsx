import { Checkbox, Progress, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { AttentionTag } from '@/parts/AttentionTag'
import { useNames } from '@/parts/names'
import { written } from '@/parts/numbers'
import { day } from '@/parts/time'
import type { Plan, Task } from '../documents'
import { waits } from '../tasks'
import { TaskTools } from './TaskTools'
import type { Tasks } from './useTasks'
import styles from './Work.module.css'

interface Props {
  plan: Plan
  task: Task
  /** What can be done with it; null for who only looks, and when the plan is over. */
  tasks: Tasks | null
  change: () => void
}

/** A task: whether it is done, who does it by when, what belongs to it. */
export function TaskRow({ plan, task, tasks, change }: Props) {
  const { t } = useTranslation()
  return (
    <li className={styles['task']}>
      <Checkbox
        checked={task.progress === 100}
        disabled={!tasks}
        aria-label={t('plans.tick', { title: task.title })}
        onChange={() => void tasks?.tick(task)}
      />
      <div className={styles['what']}>
        <span>
          <span className={task.progress === 100 ? styles['done'] : undefined}>{task.title}</span>{' '}
          {waits(task) && (
            <AttentionTag>{t('plans.waitsFor', { title: task.dependsOn?.title })}</AttentionTag>
          )}
        </span>
        <About plan={plan} task={task} />
        {task.checklist.length > 0 && (
          <ul className={styles['items']} aria-label={t('plans.checklist')}>
            {task.checklist.map(({ title, isDone }, place) => (
              <li key={place}>
                <Checkbox
                  checked={isDone}
                  disabled={!tasks}
                  onChange={() => void tasks?.tickItem(task, place)}
                >
                  {title}
                </Checkbox>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Progress
        percent={task.progress}
        size="small"
        aria-label={t('plans.progress', { title: task.title, done: task.progress })}
      />
      {tasks && <TaskTools plan={plan} task={task} tasks={tasks} change={change} />}
    </li>
  )
}

/** Who, by when, for how much. */
function About({ plan, task }: { plan: Plan; task: Task }) {
  const { t } = useTranslation()
  const called = useNames()
  const parts = [
    task.department && called(task.department),
    task.assignee && (task.assignee.name || task.assignee.email),
    task.dueDate && t('plans.dueOn', { day: day(task.dueDate) }),
    task.cost !== null && written(Number(task.cost), 'money', plan.currency),
  ].filter(Boolean)
  return parts.length > 0 && <Typography.Text type="secondary">{parts.join(' · ')}</Typography.Text>
}
