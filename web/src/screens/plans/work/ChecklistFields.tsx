import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Work.module.css'

const MOST = 50

/** The small things that belong to a task. */
export function ChecklistFields() {
  const { t } = useTranslation()
  return (
    <Form.List name="checklist">
      {(fields, { add, remove }) => (
        <fieldset className={styles['checklist']}>
          <legend>{t('plans.checklist')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className={styles['item']}>
              <Form.Item name={[name, 'title']} noStyle>
                <Input aria-label={t('plans.checklistItem', { place: name + 1 })} maxLength={255} />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('plans.removeItem', { place: name + 1 })}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          {fields.length < MOST && (
            <Button size="small" icon={<PlusOutlined />} onClick={() => add({ title: '', isDone: false })}>
              {t('plans.addItem')}
            </Button>
          )}
        </fieldset>
      )}
    </Form.List>
  )
}
