import { PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Names } from './Rename'

const LONGEST = 200
const CODE = /^[a-z0-9][a-z0-9_-]{0,59}$/

interface Typed extends Names {
  code: string
}

interface Props {
  label: string
  /** Returns whether it was made; what was typed stays when it was not. */
  make: (typed: Typed) => Promise<boolean>
}

/** Ask the code and the names of something new. */
export function NewThing({ label, make }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const save = async (typed: Typed) => {
    setBusy(true)
    if (await make(typed)) setOpen(false)
    setBusy(false)
  }
  const form = (
    <Form
      layout="vertical"
      initialValues={{ code: '', nameZh: '', nameEn: '' }}
      onFinish={(typed: Typed) => void save(typed)}
    >
      <Form.Item
        name="code"
        label={t('journey.code')}
        extra={t('journey.codeHelp')}
        rules={[{ required: true, pattern: CODE, message: t('journey.codeWrong') }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="nameZh" label={t('journey.nameZh')}>
        <Input maxLength={LONGEST} />
      </Form.Item>
      <Form.Item name="nameEn" label={t('journey.nameEn')}>
        <Input maxLength={LONGEST} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t('journey.add')}
      </Button>
    </Form>
  )
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={label}
      content={form}
      destroyOnHidden
    >
      <Button icon={<PlusOutlined />}>{label}</Button>
    </Popover>
  )
}
