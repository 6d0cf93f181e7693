import { EditOutlined } from '@ant-design/icons'
import { Button, Form, Input, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const LONGEST = 200

export interface Names {
  nameZh: string
  nameEn: string
}

interface Props {
  what: string
  names: Names
  /** Returns whether it was done; what was typed stays when it was not. */
  rename: (names: Names) => Promise<boolean>
}

/** Give something other names, in both languages. */
export function Rename({ what, names, rename }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const save = async (typed: Names) => {
    setBusy(true)
    if (await rename({ nameZh: typed.nameZh.trim(), nameEn: typed.nameEn.trim() })) setOpen(false)
    setBusy(false)
  }
  const form = (
    <Form
      layout="vertical"
      initialValues={{ nameZh: names.nameZh, nameEn: names.nameEn }}
      onFinish={(typed: Names) => void save(typed)}
    >
      <Form.Item name="nameZh" label={t('journey.nameZh')}>
        <Input maxLength={LONGEST} />
      </Form.Item>
      <Form.Item name="nameEn" label={t('journey.nameEn')}>
        <Input maxLength={LONGEST} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t('journey.save')}
      </Button>
    </Form>
  )
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={t('journey.rename', { name: what })}
      content={form}
      destroyOnHidden
    >
      <Button
        type="text"
        size="small"
        icon={<EditOutlined />}
        aria-label={t('journey.rename', { name: what })}
      />
    </Popover>
  )
}
