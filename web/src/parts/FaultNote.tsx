import { Alert, Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Fault } from '@/api/errors'

/** Say why something did not come, with what helps whoever is asked about it, and let it be tried again; without `again`, why it was not saved. */
export function FaultNote({ fault, again }: { fault: Fault; again?: (() => void) | undefined }) {
  const { t } = useTranslation()
  return (
    <Alert
      type="error"
      showIcon
      title={again ? t('fault.title') : t('fault.unsaved')}
      description={
        <Flex vertical gap="small" align="start">
          <span>{fault.message}</span>
          {fault.requestId && <code>{t('fault.requestId', { id: fault.requestId })}</code>}
          {again && <Button onClick={again}>{t('fault.retry')}</Button>}
        </Flex>
      }
    />
  )
}
