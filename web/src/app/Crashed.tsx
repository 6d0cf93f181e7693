import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'

/** What stands in for a screen with a fault of ours; the rest of the console goes on. */
export function Crashed() {
  const { t } = useTranslation()
  return (
    <EmptyState action={<Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>}>
      <strong>{t('app.crashed')}</strong> {t('app.crashedWhat')}
    </EmptyState>
  )
}
