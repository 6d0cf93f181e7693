import { Button, Flex, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { session, type Entered } from '@/api/session'
import { EnteringFault } from './EnteringFault'
import type { Entering } from './useEntering'

interface Props {
  entering: Entering
  /** Takes the code, where that is not at the door. */
  give?: (code: string) => Promise<Entered>
}

/** Ask for the second factor: a code of the person's app, or a recovery code. */
export function CodeForm({ entering, give }: Props) {
  const { t } = useTranslation()
  return (
    <Form<{ code: string }>
      layout="vertical"
      requiredMark={false}
      disabled={entering.isBusy}
      onFinish={({ code }) => void entering.run(() => (give ?? session.secondFactor)(code.trim()))}
    >
      <h2>{t('signIn.codeTitle')}</h2>
      <Form.Item
        name="code"
        label={t('signIn.code')}
        extra={t('signIn.codeHelp')}
        rules={[{ required: true, message: t('signIn.required') }]}
      >
        <Input autoFocus autoComplete="one-time-code" maxLength={64} />
      </Form.Item>
      <Flex vertical gap="middle">
        {entering.fault && <EnteringFault fault={entering.fault} />}
        <Button type="primary" htmlType="submit" block loading={entering.isBusy}>
          {t('signIn.submit')}
        </Button>
        {!give && (
          <Button block onClick={entering.back}>
            {t('signIn.back')}
          </Button>
        )}
      </Flex>
    </Form>
  )
}
