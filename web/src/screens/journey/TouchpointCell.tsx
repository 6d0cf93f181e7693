import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import { written } from '@/parts/numbers'
import { known, type Column } from './map'
import styles from './Journey.module.css'

interface Props {
  column: Column
  name: string
  open: () => void
}

/** A touchpoint under its point of the curve: name, interval and n; a press opens what is behind it. */
export function TouchpointCell({ column, name, open }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const { estimate, moment, placement } = column
  const { channel } = placement.touchpoint
  const found = known(estimate)
  return (
    <button type="button" className={styles['cell']} title={name} onClick={open}>
      <span className={styles['touchpoint']}>
        {moment && (
          <span className={styles['star']} role="img" aria-label={t('journey.moment')}>
            ★
          </span>
        )}
        {name}
      </span>
      {found ? (
        <span className={styles['figure']}>
          <data value={found.value} className={styles['value']}>
            {written(found.value, 'score')}
          </data>
          {found.low !== null && found.high !== null && (
            <span className={styles['interval']}>
              [{written(found.low, 'score')}–{written(found.high, 'score')}]
            </span>
          )}
          <span>{t('estimate.n', { n: written(found.n, 'count') })}</span>
        </span>
      ) : (
        <span className={styles['figure']}>
          {t(estimate ? 'estimate.insufficient' : 'journey.noAnswers')}
          {estimate && <span>{t('estimate.n', { n: written(estimate.n, 'count') })}</span>}
        </span>
      )}
      {channel && <span className={styles['channel']}>{nameOf(channel)}</span>}
    </button>
  )
}
