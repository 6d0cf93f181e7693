import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Form.module.css'

/** The tasks that a new plan begins with. */
export function TaskFields() {
  const { t } = useTranslation()
  return (
    <Form.List name="tasks">
      {(fields, { add, remove }) => (
        <fieldset className={styles['tasks']}>
          <legend>{t('plans.tasks')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className={styles['task']}>
              <Form.Item name={[name, 'title']} noStyle>
                <Input aria-label={t('plans.task')} placeholder={t('plans.task')} maxLength={255} />
              </Form.Item>
              <Form.Item name={[name, 'dueDate']} noStyle>
                <Input type="date" aria-label={t('plans.dueDate')} />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('plans.removeTask')}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>
            {t('plans.addTask')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}
