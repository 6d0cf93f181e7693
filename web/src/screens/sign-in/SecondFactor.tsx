import { KeyOutlined } from '@ant-design/icons'
import { Button, Divider, Flex, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { account } from '@/api/account'
import { hasPasskeys, makePasskey, signInWithPasskey } from '@/api/passkeys'
import { CodeForm } from '@/parts/sign-in/CodeForm'
import { EntryFrame } from '@/parts/sign-in/EntryFrame'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { useEntering } from '@/parts/sign-in/useEntering'
import { useSessionInfo } from '@/parts/sign-in/useSessionInfo'
import { CodesSetUp } from '@/screens/account/CodesSetUp'
import { RecoveryCodes } from '@/screens/account/RecoveryCodes'
import { enterAt } from './enterAt'

/** The company asks everybody for a second factor: who has one gives it, anybody else sets one up, before all else. */
export default function SecondFactor() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const next = search.get('next')
  const info = useSessionInfo()
  const ways = info?.secondFactorRequired
  const isOver = info && !ways
  useEffect(() => {
    if (isOver) enterAt(next)
  }, [isOver, next])
  const done = () => enterAt(next)
  return (
    <EntryFrame title={t('signIn.factorTitle')}>
      <p>{t('signIn.factorWhy')}</p>
      {!ways ? <Skeleton active /> : ways.length ? <Give ways={ways} done={done} /> : <SetUp done={done} />}
    </EntryFrame>
  )
}

function Give({ ways, done }: { ways: string[]; done: () => void }) {
  const { t } = useTranslation()
  const entering = useEntering(done)
  const give = async (code: string) => {
    await account.confirm({ code })
    return {}
  }
  return (
    <Flex vertical gap="middle">
      {ways.includes('totp') ? (
        <CodeForm entering={entering} give={give} />
      ) : (
        entering.fault && <EnteringFault fault={entering.fault} />
      )}
      {ways.includes('passkey') && hasPasskeys() && (
        <Button icon={<KeyOutlined />} block onClick={() => void entering.run(signInWithPasskey)}>
          {t('signIn.passkey')}
        </Button>
      )}
    </Flex>
  )
}

function SetUp({ done }: { done: () => void }) {
  const { t } = useTranslation()
  const entering = useEntering(done)
  const [codes, show] = useState<string[] | null>(null)
  const make = async () => {
    await makePasskey('')
    return {}
  }
  if (codes) return <RecoveryCodes codes={codes} done={done} />
  return (
    <>
      <CodesSetUp show={show} />
      {hasPasskeys() && (
        <Flex vertical gap="small">
          <Divider plain>{t('signIn.or')}</Divider>
          {entering.fault && <EnteringFault fault={entering.fault} />}
          <Button
            icon={<KeyOutlined />}
            block
            loading={entering.isBusy}
            onClick={() => void entering.run(make)}
          >
            {t('account.addPasskey')}
          </Button>
        </Flex>
      )}
    </>
  )
}
