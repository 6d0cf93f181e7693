import { Alert, Form, Input, InputNumber, Modal, Select, Slider } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { useNames } from '@/parts/names'
import type { Plan, Task } from '../documents'
import { useChoices } from '../form/useChoices'
import { placeOf } from '../form/values'
import { ChecklistFields } from './ChecklistFields'
import type { Tasks } from './useTasks'
import { typedOf, type TaskValues } from './values'
import styles from './Work.module.css'

interface Props {
  plan: Plan
  /** The task to change; null writes a new one. */
  task: Task | null
  tasks: Tasks
  away: () => void
}

/** Write a task or change one. What is refused is said at its field, and nothing typed is lost. */
export function TaskForm({ plan, task, tasks, away }: Props) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [form] = Form.useForm<TaskValues>()
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  const save = async (values: TaskValues) => {
    setBusy(true)
    const { userErrors } = await tasks.save(task, values, can('members:read'))
    setBusy(false)
    if (!userErrors.length) return away()
    const elsewhere = userErrors.filter(({ field, message }) => {
      const place = placeOf(field.replace('dependsOnId', 'dependsOn'))
      const isShown = form.getFieldInstance(place as never) !== undefined
      if (isShown) form.setFields([{ name: place as never, errors: [message] }])
      return !isShown
    })
    setFault(elsewhere.map(({ message }) => message).join(' '))
  }
  return (
    <Modal
      open
      title={t(task ? 'plans.changeTask' : 'plans.addTask')}
      okText={t('plans.save')}
      cancelText={t('plans.away')}
      confirmLoading={isBusy}
      onOk={() => form.submit()}
      onCancel={away}
    >
      <Form<TaskValues>
        form={form}
        layout="vertical"
        initialValues={typedOf(task)}
        onFinish={(values) => void save(values)}
      >
        <Fields plan={plan} task={task} />
        {fault && <Alert type="error" showIcon title={fault} />}
      </Form>
    </Modal>
  )
}

function Fields({ plan, task }: { plan: Plan; task: Task | null }) {
  const { t } = useTranslation()
  const { currency } = useViewer().company
  const others = plan.work.nodes.filter(({ id }) => id !== task?.id)
  return (
    <>
      <Form.Item
        name="title"
        label={t('plans.task')}
        rules={[{ required: true, message: t('signIn.required') }]}
      >
        <Input maxLength={255} autoFocus />
      </Form.Item>
      <Who />
      <div className={styles['pair']}>
        <Form.Item name="dueDate" label={t('plans.dueDate')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="cost" label={`${t('plans.cost')} (${plan.currency || currency})`}>
          <InputNumber min={0} className={styles['amount'] ?? ''} />
        </Form.Item>
      </div>
      {others.length > 0 && (
        <Form.Item name="dependsOn" label={t('plans.after')}>
          <Select allowClear options={others.map(({ id, title }) => ({ value: id, label: title }))} />
        </Form.Item>
      )}
      <Form.Item name="progress" label={t('plans.howFar')}>
        <Slider step={5} ariaLabelForHandle={t('plans.howFar')} />
      </Form.Item>
      <ChecklistFields />
    </>
  )
}

/** Which department and which person does it; people only for who may see them. */
function Who() {
  const { t } = useTranslation()
  const called = useNames()
  const { data } = useChoices()
  const departments = (data?.departments.nodes ?? []).map((one) => ({ value: one.code, label: called(one) }))
  const people = data?.members?.nodes
    .filter(({ isActive }) => isActive)
    .map(({ email, name }) => ({ value: email, label: name || email }))
  return (
    <div className={styles['pair']}>
      <Form.Item name="department" label={t('plans.department')}>
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={departments} />
      </Form.Item>
      {people && (
        <Form.Item name="assignee" label={t('plans.assignee')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={people} />
        </Form.Item>
      )}
    </div>
  )
}
