import { KeyOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { hasPasskeys, signInWithPasskey } from '@/api/passkeys'
import { session } from '@/api/session'
import { CodeForm } from './CodeForm'
import { EnteringFault } from './EnteringFault'
import { useEntering } from './useEntering'

interface Props {
  done: () => void
  below?: ReactNode
  /** Who is expected. */
  email?: string
}

/** Sign in with a password and, where it is asked for, a code; or with a passkey. */
export function SignInForm({ done, below, email }: Props) {
  const { t } = useTranslation()
  const entering = useEntering(done)
  if (entering.needsCode) return <CodeForm entering={entering} />
  const required = [{ required: true, message: t('signIn.required') }]
  return (
    <Form<{ email: string; password: string }>
      layout="vertical"
      requiredMark={false}
      initialValues={{ email }}
      disabled={entering.isBusy}
      onFinish={({ email, password }) => void entering.run(() => session.signIn(email, password))}
    >
      <Form.Item name="email" label={t('signIn.email')} rules={required}>
        <Input autoFocus={!email} autoComplete="username webauthn" inputMode="email" maxLength={254} />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={required}>
        <Input.Password autoFocus={!!email} autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      <Flex vertical gap="middle">
        {entering.fault && <EnteringFault fault={entering.fault} />}
        <Button type="primary" htmlType="submit" block loading={entering.isBusy}>
          {t('signIn.submit')}
        </Button>
        {hasPasskeys() && (
          <Button icon={<KeyOutlined />} block onClick={() => void entering.run(signInWithPasskey)}>
            {t('signIn.passkey')}
          </Button>
        )}
        {below}
      </Flex>
    </Form>
  )
}
