import { useTranslation } from 'react-i18next'
import type { Estimate } from './estimates'
import { EstimateText } from './EstimateText'
import styles from './EstimateText.module.css'

interface Props {
  money: Estimate | null
  size?: 'large' | 'normal'
}

/** Show money that a plan brings; where its interval holds zero, say that it does not tell a gain from a loss. */
export function MoneyText({ money, size = 'normal' }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <EstimateText estimate={money} form="money" size={size} />{' '}
      {isOpen(money) && <small className={styles['note']}>{t('figure.gainOrLoss')}</small>}
    </>
  )
}

function isOpen(money: Estimate | null): boolean {
  return !!money && money.low !== null && money.high !== null && money.low <= 0 && money.high >= 0
}
