import { Button, Flex, Form, Input, QRCode } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '@/api/account'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { useStep } from './useStep'
import styles from './Account.module.css'

interface Given {
  secret: string
  address: string
}

/** Switch codes on: a secret for the app, then a first code of it. */
export function CodesSetUp({ show }: { show: (codes: string[]) => void }) {
  const { t } = useTranslation()
  const [given, setGiven] = useState<Given | null>(null)
  const { fault, isBusy, take } = useStep()
  if (given) return <FirstCode given={given} show={show} />
  return (
    <Flex vertical gap="middle" align="start">
      <span>{t('account.codesWhy')}</span>
      {fault && <EnteringFault fault={fault} />}
      <Button
        type="primary"
        loading={isBusy}
        onClick={() => void take(async () => setGiven(await account.beginCodes()))}
      >
        {t('account.setUpCodes')}
      </Button>
    </Flex>
  )
}

function FirstCode({ given, show }: { given: Given; show: (codes: string[]) => void }) {
  const { t } = useTranslation()
  const { fault, isBusy, take } = useStep()
  const enable = (code: string) =>
    take(async () => show((await account.enableCodes(code.trim())).recoveryCodes))
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => void enable(code)}>
      <p>{t('account.scan')}</p>
      <div role="img" aria-label={t('account.square')}>
        <span aria-hidden="true">
          <QRCode type="svg" value={given.address} size={180} color="#000" bgColor="#fff" bordered={false} />
        </span>
      </div>
      <p>
        {t('account.orType')} <code className={styles['secret']}>{given.secret}</code>
      </p>
      <Form.Item
        name="code"
        label={t('signIn.code')}
        rules={[{ required: true, message: t('signIn.required') }]}
      >
        <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={10} />
      </Form.Item>
      <Flex vertical gap="middle" align="start">
        {fault && <EnteringFault fault={fault} />}
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t('account.startCodes')}
        </Button>
      </Flex>
    </Form>
  )
}
