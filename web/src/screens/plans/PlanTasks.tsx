import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import type { Plan, Task } from './documents'
import { TaskForm } from './work/TaskForm'
import { TaskRow } from './work/TaskRow'
import { useTasks } from './work/useTasks'
import styles from './work/Work.module.css'

const OVER = new Set(['DONE', 'CANCELLED'])

/** The work of a plan, to be ticked, changed, ordered and added to until the plan is over. */
export function PlanTasks({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const tasks = useTasks(plan)
  const [open, setOpen] = useState<Task | 'new' | null>(null)
  const isOpen = can('plans:write') && !OVER.has(plan.state)
  const add = isOpen && (
    <Button icon={<PlusOutlined />} onClick={() => setOpen('new')}>
      {t('plans.addTask')}
    </Button>
  )
  return (
    <>
      {plan.work.nodes.length ? (
        <>
          <ul className={styles['tasks']} aria-label={t('plans.tasks')}>
            {plan.work.nodes.map((task) => (
              <TaskRow
                key={task.id}
                plan={plan}
                task={task}
                tasks={isOpen ? tasks : null}
                change={() => setOpen(task)}
              />
            ))}
          </ul>
          {add}
        </>
      ) : (
        <EmptyState action={add}>{t('plans.noTasks')}</EmptyState>
      )}
      {open && (
        <TaskForm plan={plan} task={open === 'new' ? null : open} tasks={tasks} away={() => setOpen(null)} />
      )}
    </>
  )
}
