import { Alert, Button, Flex, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '@/api/session'
import { EntryFrame } from '@/parts/sign-in/EntryFrame'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { useEntering } from '@/parts/sign-in/useEntering'

/** Have a link for a new password sent. What is answered is the same whether somebody has the address or not. */
export function AskReset({ back }: { back: () => void }) {
  const { t } = useTranslation()
  const [isSent, setSent] = useState(false)
  const entering = useEntering(() => setSent(true))
  const send = async (email: string) => {
    await session.askReset(email)
    return {}
  }
  return (
    <EntryFrame title={t('signIn.resetTitle')}>
      <Form<{ email: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ email }) => void entering.run(() => send(email))}
      >
        <p>{t('signIn.resetHelp')}</p>
        <Form.Item
          name="email"
          label={t('signIn.email')}
          rules={[{ required: true, message: t('signIn.required') }]}
        >
          <Input autoFocus autoComplete="username" inputMode="email" maxLength={254} />
        </Form.Item>
        <Flex vertical gap="middle">
          {entering.fault && <EnteringFault fault={entering.fault} />}
          {isSent && <Alert role="status" type="success" title={t('signIn.resetSent')} />}
          <Button type="primary" htmlType="submit" block loading={entering.isBusy}>
            {t('signIn.resetSend')}
          </Button>
          <Button block onClick={back}>
            {t('signIn.back')}
          </Button>
        </Flex>
      </Form>
    </EntryFrame>
  )
}
