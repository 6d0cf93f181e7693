import { useTranslation } from 'react-i18next'
import { AttentionTag } from '@/parts/AttentionTag'
import { moment } from '@/parts/time'
import styles from './Overview.module.css'

/** When the figures were made, when facts last came, and whether some came since. */
export function Freshness({ scoredAt, receivedAt }: { scoredAt: string; receivedAt: string | null }) {
  const { t } = useTranslation()
  const isBehind = receivedAt !== null && Date.parse(receivedAt) > Date.parse(scoredAt)
  return (
    <p className={styles['fresh']}>
      <span>{t('overview.scoredAt', { when: moment(scoredAt) })}</span>
      {receivedAt && <span>{t('overview.receivedAt', { when: moment(receivedAt) })}</span>}
      {isBehind && <AttentionTag>{t('overview.behind')}</AttentionTag>}
    </p>
  )
}
