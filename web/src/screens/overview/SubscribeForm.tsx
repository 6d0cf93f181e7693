import { Alert, Button, Checkbox, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultOf } from '@/api/errors'
import type { EventWord } from './RobotRow'
import { EVENTS, useSubscribe } from './useSubscriptions'

interface Values {
  kind: 'WECOM' | 'DINGTALK' | 'FEISHU'
  name: string
  url: string
  secret?: string
  events: string[]
}

/** Connect a robot of a group chat; what is typed stays when it is refused. */
export function SubscribeForm({ done }: { done: () => void }) {
  const { t, i18n } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [{ fetching }, ask] = useSubscribe()
  const [problem, setProblem] = useState<string>()
  const send = async ({ secret, ...values }: Values) => {
    const locale = i18n.language === 'en' ? 'en' : 'zh-hans'
    const { data, error } = await ask({ input: { ...values, locale, ...(secret ? { secret } : {}) } })
    const found = error ? faultOf(error).message : data?.createWebhookEndpoint.userErrors[0]?.message
    setProblem(found)
    if (found) return
    form.resetFields()
    done()
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: 'WECOM', events: ['score.computed'] }}
      onFinish={(values) => void send(values)}
    >
      <SubscribeFields />
      {problem && <Alert type="error" showIcon title={problem} />}
      <Form.Item>
        <Button type="primary" htmlType="submit" loading={fetching}>
          {t('subscribe.add')}
        </Button>
      </Form.Item>
    </Form>
  )
}

function SubscribeFields() {
  const { t } = useTranslation()
  const kind = Form.useWatch<Values['kind']>('kind')
  const required = [{ required: true, message: t('signIn.required') }]
  return (
    <>
      <Form.Item name="kind" label={t('subscribe.chat')}>
        <Radio.Group
          optionType="button"
          options={(['WECOM', 'DINGTALK', 'FEISHU'] as const).map((value) => ({
            value,
            label: t(`subscribe.kind.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('subscribe.name')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="url" label={t('subscribe.url')} rules={required}>
        <Input type="url" placeholder="https://" />
      </Form.Item>
      {kind !== 'WECOM' && (
        <Form.Item name="secret" label={t('subscribe.secret')}>
          <Input.Password autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item
        name="events"
        label={t('subscribe.events')}
        rules={[{ type: 'array', min: 1, message: t('signIn.required') }]}
      >
        <Checkbox.Group
          options={EVENTS.map((value) => ({
            value,
            label: t(`subscribe.event.${value.replace('.', '_') as EventWord}`),
          }))}
        />
      </Form.Item>
    </>
  )
}
