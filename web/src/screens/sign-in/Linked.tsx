import { Alert, Button, Flex, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { session } from '@/api/session'
import { CodeForm } from '@/parts/sign-in/CodeForm'
import { EntryFrame } from '@/parts/sign-in/EntryFrame'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { useEntering } from '@/parts/sign-in/useEntering'
import { enterAt } from './enterAt'

/** Where the links in mails lead: the first password of who was invited, or a new one. */
export default function Linked() {
  const { t } = useTranslation()
  const { pathname, hash } = useLocation()
  // Read once: a token in the address is not sent to any server, and is forgotten with the page.
  const [token] = useState(() => hash.slice(1))
  const entering = useEntering(() => enterAt(null))
  const isInvited = pathname === '/invitation'
  const redeem = isInvited ? session.accept : session.reset
  return (
    <EntryFrame title={t(isInvited ? 'signIn.invitationTitle' : 'signIn.resetTitle')}>
      {!token ? (
        <Alert type="error" title={t('signIn.linkMissing')} />
      ) : entering.needsCode ? (
        <CodeForm entering={entering} />
      ) : (
        <Form<{ password: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ password }) => void entering.run(() => redeem(token, password))}
        >
          <Form.Item
            name="password"
            label={t('signIn.newPassword')}
            extra={t('signIn.newPasswordHelp')}
            rules={[{ required: true, message: t('signIn.required') }]}
          >
            <Input.Password autoFocus autoComplete="new-password" maxLength={1000} />
          </Form.Item>
          <Flex vertical gap="middle">
            {entering.fault && <EnteringFault fault={entering.fault} />}
            <Button type="primary" htmlType="submit" block loading={entering.isBusy}>
              {t('signIn.setPassword')}
            </Button>
          </Flex>
        </Form>
      )}
    </EntryFrame>
  )
}
