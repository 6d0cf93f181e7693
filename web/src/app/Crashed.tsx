import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { noAnswer } from '@/api/errors'
import { EmptyState } from '@/parts/EmptyState'

/** What stands in for a screen with a fault of ours; the rest of the console goes on. */
export function Crashed() {
  const { t } = useTranslation()
  const error = useRouteError()
  // What browsers raise when a file of the console cannot be fetched.
  const isAway = error instanceof TypeError && /import|module|fetch/i.test(error.message)
  return (
    <EmptyState action={<Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>}>
      {isAway ? (
        noAnswer()
      ) : (
        <>
          <strong>{t('app.crashed')}</strong> {t('app.crashedWhat')}
        </>
      )}
    </EmptyState>
  )
}
