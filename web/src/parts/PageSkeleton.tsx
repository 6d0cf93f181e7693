import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './pages.module.css'

/** What stands in for a page that is on its way: the first that is painted, so that nobody looks at nothing. */
export function PageSkeleton() {
  const { t } = useTranslation()
  return (
    <div className={styles['page']} role="status">
      <p className={styles['quiet']}>{t('app.loading')}</p>
      <Skeleton active title paragraph={{ rows: 8 }} />
    </div>
  )
}
