import { Alert, Button } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { connection, watchNetwork } from '@/api/connection'
import { useStore } from '@/api/store'
import { sessionDocument } from './viewer'

/** Say that the network or the server is away, and look again when it may be back. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const client = useClient()
  const reach = useStore(connection)
  useEffect(() => {
    const look = () => void client.query(sessionDocument, {}, { requestPolicy: 'network-only' }).toPromise()
    return watchNetwork(look)
  }, [client])
  if (reach === 'online') return null
  const look = () => void client.query(sessionDocument, {}, { requestPolicy: 'network-only' }).toPromise()
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
