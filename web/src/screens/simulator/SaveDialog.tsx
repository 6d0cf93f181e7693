import { Alert, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newCode, saveInput } from './changes'
import type { Parts } from './parts'
import { useKeptOne } from './useKeptOne'
import { useSaving } from './useSaving'

const MOST_LETTERS = 200

interface Filled {
  title: string
  replaces: boolean
}

/** Give the scenario a name and keep it, as a new one or in place of the one it came from. */
export function SaveDialog({ parts, close }: { parts: Parts; close: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Filled>()
  const { save, saveNew } = useSaving(parts)
  const [wrong, setWrong] = useState('')
  const [isBusy, setBusy] = useState(false)
  const { period, scenario } = parts
  const before = useKeptOne(parts)?.kept
  const keep = async ({ title, replaces }: Filled) => {
    setBusy(true)
    const code = replaces && before ? before.code : newCode(new Date())
    const outcome = await (replaces ? save : saveNew)(saveInput(scenario.shown, period, { code, title }))
    setBusy(false)
    if ('wrong' in outcome) return setWrong(outcome.wrong)
    scenario.take(scenario.shown, { scenario: code })
    close()
  }
  return (
    <Modal
      open
      title={t('simulator.save')}
      okText={t('simulator.save')}
      onOk={form.submit}
      onCancel={close}
      confirmLoading={isBusy}
    >
      <Form form={form} layout="vertical" onFinish={(filled) => void keep(filled)} requiredMark={false}>
        {wrong && <Alert type="error" showIcon title={wrong} />}
        <Form.Item
          name="title"
          label={t('simulator.name')}
          initialValue={before?.title ?? ''}
          rules={[{ required: true, whitespace: true, message: t('simulator.nameIt') }]}
        >
          <Input autoFocus maxLength={MOST_LETTERS} />
        </Form.Item>
        {before && before.plans.length === 0 && (
          <Form.Item name="replaces" valuePropName="checked" initialValue={false}>
            <Checkbox>{t('simulator.replace', { title: before.title })}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
