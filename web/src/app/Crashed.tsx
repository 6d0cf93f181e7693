import { Button, Result } from 'antd'
import { useTranslation } from 'react-i18next'

/** What stands in for a screen with a fault of ours; the rest of the console goes on. */
export function Crashed() {
  const { t } = useTranslation()
  return (
    <Result
      status="error"
      title={t('app.crashed')}
      subTitle={t('app.crashedWhat')}
      extra={<Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>}
    />
  )
}
