import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import type { Estimate } from './estimates'
import { written, type Form } from './numbers'
import styles from './EstimateText.module.css'

interface Props {
  estimate: Estimate | null | undefined
  form: Form
  /** Period that the figure is of, where the screen does not say it. */
  period?: string | undefined
  size?: 'large' | 'medium' | 'normal'
}

/** Show a statistic with its interval and n; below the minimum, that there are too few answers, and no number. */
export function EstimateText({ estimate, form, period, size = 'normal' }: Props) {
  const { t } = useTranslation()
  const { currency } = useViewer().company
  if (!estimate) return <span className={styles['rest']}>{t('estimate.none')}</span>
  const n = t('estimate.n', { n: written(estimate.n, 'count') })
  const rest = [n, period].filter(Boolean).join(' · ')
  if (estimate.value === null) {
    return (
      <span className={styles['estimate']}>
        <Tooltip title={estimate.reason}>
          <Tag tabIndex={0}>{t('estimate.insufficient')}</Tag>
        </Tooltip>
        <small className={styles['rest']}>{rest}</small>
      </span>
    )
  }
  const { low, high } = estimate
  const interval =
    low !== null && high !== null && `${written(low, form, currency)} – ${written(high, form, currency)}`
  return (
    <span className={styles['estimate']}>
      <data
        className={styles[size]}
        value={estimate.value}
        data-low={low}
        data-high={high}
        data-n={estimate.n}
      >
        {written(estimate.value, form, currency)}
      </data>
      {estimate.status === 'provisional' && (
        <Tooltip title={estimate.reason ?? t('estimate.provisionalWhy')}>
          <Tag tabIndex={0}>{t('estimate.provisional')}</Tag>
        </Tooltip>
      )}
      <small className={styles['rest']}>
        {interval && <span title={t('estimate.interval', { low, high })}>[{interval}]</span>} {rest}
      </small>
    </span>
  )
}
