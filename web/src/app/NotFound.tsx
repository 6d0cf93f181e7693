import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { EmptyState } from '@/parts/EmptyState'

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation()
  const go = useNavigate()
  return (
    <EmptyState action={<Button onClick={() => void go('/')}>{t('app.toOverview')}</Button>}>
      {t('app.notFound')}
    </EmptyState>
  )
}
