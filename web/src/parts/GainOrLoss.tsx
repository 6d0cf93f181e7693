import { useTranslation } from 'react-i18next'
import type { Estimate } from './estimates'
import styles from './EstimateText.module.css'

/** Say of money whose interval holds zero that it does not tell a gain from a loss, whatever became of the metric. */
export function GainOrLoss({ money }: { money: Estimate | null }) {
  const { t } = useTranslation()
  if (!money || money.low === null || money.high === null || money.low > 0 || money.high < 0) return null
  return <small className={styles['note']}>{t('figure.gainOrLoss')}</small>
}
