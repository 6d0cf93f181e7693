import { Alert, Button, Divider, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { session } from '@/api/session'
import { EntryFrame } from '@/parts/sign-in/EntryFrame'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { SignInForm } from '@/parts/sign-in/SignInForm'
import { useEntering } from '@/parts/sign-in/useEntering'
import { AskReset } from './AskReset'
import { enterAt } from './enterAt'
import { useSessionInfo } from './useSessionInfo'

/** The door: password, passkey, or the company's own account; and a link for who forgot the password. */
export default function SignIn() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const [view, setView] = useState<'enter' | 'password' | 'reset'>('enter')
  const info = useSessionInfo()
  if (view === 'reset') return <AskReset back={() => setView('enter')} />
  const isOwnOnly = info?.sso?.isOnlyWay && view === 'enter'
  return (
    <EntryFrame title={t('signIn.title')}>
      <Flex vertical gap="middle">
        {info?.notice && <Alert role="alert" type="warning" showIcon title={info.notice.message} />}
        {isOwnOnly && <Alert type="info" title={t('signIn.onlyOwnAccount')} />}
        {info?.sso && <OwnAccount />}
        {info?.sso && !isOwnOnly && <Divider plain>{t('signIn.or')}</Divider>}
        {isOwnOnly ? (
          <Button type="link" onClick={() => setView('password')}>
            {t('signIn.withPassword')}
          </Button>
        ) : (
          <SignInForm
            done={() => enterAt(search.get('next'))}
            below={
              <Button type="link" onClick={() => setView('reset')}>
                {t('signIn.forgot')}
              </Button>
            }
          />
        )}
      </Flex>
    </EntryFrame>
  )
}

function OwnAccount() {
  const { t } = useTranslation()
  const entering = useEntering(() => undefined)
  const go = async () => {
    const { location } = await session.ownAccount()
    window.location.assign(location)
    return {}
  }
  return (
    <Flex vertical gap="small">
      <Button type="primary" block loading={entering.isBusy} onClick={() => void entering.run(go)}>
        {t('signIn.ownAccount')}
      </Button>
      {entering.fault && <EnteringFault fault={entering.fault} />}
    </Flex>
  )
}
