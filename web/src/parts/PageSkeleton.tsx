import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './pages.module.css'

/** What stands in for a page that is on its way. */
export function PageSkeleton() {
  const { t } = useTranslation()
  return (
    <div className={styles['page']} role="status" aria-label={t('app.loading')}>
      <Skeleton active title paragraph={{ rows: 8 }} />
    </div>
  )
}
