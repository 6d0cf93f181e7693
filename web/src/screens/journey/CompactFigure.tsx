import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Estimate } from '@/parts/estimates'
import { written } from '@/parts/numbers'
import { known } from './map'
import styles from './Journey.module.css'

/** An estimate where there is little room: value, interval and n, none of them broken over lines. */
export function CompactFigure({ estimate }: { estimate: Estimate }) {
  const { t } = useTranslation()
  const found = known(estimate)
  const n = <span>{t('estimate.n', { n: written(estimate.n, 'count') })}</span>
  if (!found)
    return (
      <Tooltip title={estimate.reason}>
        <span className={styles['figure']}>
          <span className={styles['few']}>{t('estimate.insufficient')}</span> {n}
        </span>
      </Tooltip>
    )
  return (
    <span className={styles['figure']}>
      <data
        value={found.value}
        data-low={found.low}
        data-high={found.high}
        data-n={estimate.n}
        className={styles['value']}
      >
        {written(found.value, 'score')}
      </data>{' '}
      {found.low !== null && found.high !== null && (
        <span className={styles['interval']}>
          [{written(found.low, 'score')}–{written(found.high, 'score')}]
        </span>
      )}{' '}
      {n}
    </span>
  )
}
