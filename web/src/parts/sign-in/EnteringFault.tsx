import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fault } from '@/api/errors'

/** Say why signing in did not work; after too many tries, how long to wait, counted down. */
export function EnteringFault({ fault }: { fault: Fault }) {
  const { t } = useTranslation()
  const left = useCountdown(fault)
  const words =
    left > 0
      ? t('signIn.lockedFor', { time: clock(left) })
      : fault.code === 'BROWSER'
        ? t('signIn.passkeyFailed')
        : fault.message
  // A number helps where it is our fault; a wrong password has none worth telling.
  const isOurs = fault.requestId && /^(OFFLINE|UNAVAILABLE|INTERNAL|HTTP_)/.test(fault.code)
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={words}
      description={isOurs && <code>{t('fault.requestId', { id: fault.requestId })}</code>}
    />
  )
}

function useCountdown(fault: Fault): number {
  const [left, setLeft] = useState(fault.retryAfter ?? 0)
  useEffect(() => {
    const ends = Date.now() + 1000 * (fault.retryAfter ?? 0)
    const tick = () => setLeft(Math.max(0, Math.ceil((ends - Date.now()) / 1000)))
    tick()
    const timer = window.setInterval(tick, 1000)
    return () => window.clearInterval(timer)
  }, [fault])
  return left
}

/** Return seconds as minutes and seconds. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
