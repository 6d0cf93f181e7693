import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Plan, Task } from '../documents'
import type { Tasks } from './useTasks'
import styles from './Work.module.css'

interface Props {
  plan: Plan
  task: Task
  tasks: Tasks
  change: () => void
}

/** Change a task, move it among the others, take it out. */
export function TaskTools({ plan, task, tasks, change }: Props) {
  const { t } = useTranslation()
  const { title } = task
  const place = plan.work.nodes.indexOf(task)
  return (
    <span className={styles['tools']}>
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        disabled={place === 0}
        aria-label={t('plans.taskUp', { title })}
        onClick={() => void tasks.move(task, -1)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        disabled={place === plan.work.nodes.length - 1}
        aria-label={t('plans.taskDown', { title })}
        onClick={() => void tasks.move(task, 1)}
      />
      <Button
        type="text"
        size="small"
        icon={<EditOutlined />}
        aria-label={t('plans.changeNamed', { title })}
        onClick={change}
      />
      <Popconfirm
        title={t('plans.removeNamed', { title })}
        okText={t('plans.remove')}
        cancelText={t('plans.away')}
        onConfirm={() => void tasks.remove(task)}
      >
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('plans.removeNamed', { title })}
        />
      </Popconfirm>
    </span>
  )
}
