import { Alert, Button } from 'antd'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { connection, watchNetwork } from '@/api/connection'
import { useStore } from '@/api/store'
import { sessionDocument } from './viewer'

const EVERY_MS = 5000

/** Say that the network or the server is away, and look again when it may be back. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const client = useClient()
  const reach = useStore(connection)
  const look = useCallback(
    () => void client.query(sessionDocument, {}, { requestPolicy: 'network-only' }).toPromise(),
    [client],
  )
  useEffect(() => watchNetwork(look), [look])
  useEffect(() => {
    if (reach !== 'unreachable') return undefined
    const timer = setInterval(look, EVERY_MS)
    return () => clearInterval(timer)
  }, [reach, look])
  if (reach === 'online') return null
  return (
    <Alert
      banner
      role="status"
      type="warning"
      title={t(reach === 'offline' ? 'fault.offline' : 'fault.unreachable')}
      action={<Button onClick={look}>{t('fault.back')}</Button>}
    />
  )
}
