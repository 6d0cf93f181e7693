import { Divider, Flex } from 'antd'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '@/api/session'
import { OwnAccount } from './OwnAccount'
import { SignInForm } from './SignInForm'
import { useSessionInfo } from './useSessionInfo'

/**
 * Ask the person of a page to sign in again; `back` is called when it is they. For somebody else the page is loaded
 * anew: what the one before had on it, and was about to send, is not theirs.
 */
export function Again({ name, back }: { name: string; back: () => void }) {
  const { t } = useTranslation()
  const info = useSessionInfo()
  const look = useCallback(async () => {
    const now = await session.read()
    if (now.kind !== 'user') return
    if (now.name === name) back()
    else window.location.reload()
  }, [name, back])
  useEffect(() => {
    // They may have signed in in another tab.
    const seen = () => void look().catch(() => undefined)
    window.addEventListener('focus', seen)
    return () => window.removeEventListener('focus', seen)
  }, [look])
  return (
    <Flex vertical gap="small">
      {info?.sso && (
        <>
          <OwnAccount next={null} isBeside />
          <Divider plain>{t('signIn.or')}</Divider>
        </>
      )}
      <SignInForm email={name} done={() => void look()} />
    </Flex>
  )
}
