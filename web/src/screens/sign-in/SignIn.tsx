import { Alert, Button, Divider, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { EntryFrame } from '@/parts/sign-in/EntryFrame'
import { OwnAccount } from '@/parts/sign-in/OwnAccount'
import { SignInForm } from '@/parts/sign-in/SignInForm'
import { useSessionInfo } from '@/parts/sign-in/useSessionInfo'
import { AskReset } from './AskReset'
import { enterAt, placeOf } from './enterAt'

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
        {info?.sso && <OwnAccount next={placeOf(search.get('next'))} />}
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
