import { App, Button, Flex, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { account } from '@/api/account'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { Block } from './Block'
import { useStep } from './useStep'

interface Typed {
  current: string
  password: string
}

/** Another password; all other sessions end. */
export function PasswordPanel({ email }: { email: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const { fault, isBusy, take } = useStep()
  const change = async ({ current, password }: Typed) => {
    const isDone = await take(async () => void (await account.changePassword(current, password)))
    if (!isDone) return
    form.resetFields()
    void message.success(t('account.passwordChanged'))
  }
  const required = [{ required: true, message: t('signIn.required') }]
  return (
    <Block title={t('account.password')}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={isBusy}
        onFinish={(typed: Typed) => void change(typed)}
      >
        {/* For password managers, which keep a password under a name. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <Form.Item name="current" label={t('account.current')} rules={required}>
          <Input.Password autoComplete="current-password" maxLength={1000} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.newPassword')}
          extra={t('signIn.newPasswordHelp')}
          rules={required}
        >
          <Input.Password autoComplete="new-password" maxLength={1000} />
        </Form.Item>
        <Flex vertical gap="middle" align="start">
          {fault && <EnteringFault fault={fault} />}
          <Button htmlType="submit" loading={isBusy}>
            {t('account.changePassword')}
          </Button>
          <small>{t('account.othersEnd')}</small>
        </Flex>
      </Form>
    </Block>
  )
}
