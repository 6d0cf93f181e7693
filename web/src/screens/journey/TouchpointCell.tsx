import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import { CompactFigure } from './CompactFigure'
import type { Column } from './map'
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
  return (
    <button type="button" className={styles['cell']} title={name} onClick={open}>
      <span className={styles['touchpoint']}>
        {moment && (
          <span className={styles['star']} role="img" aria-label={t('journey.moment')}>
            ★
          </span>
        )}{' '}
        {name}
      </span>
      {estimate ? (
        <CompactFigure estimate={estimate} />
      ) : (
        <span className={styles['figure']}>{t('journey.noAnswers')}</span>
      )}
      {channel && <span className={styles['channel']}>{nameOf(channel)}</span>}
    </button>
  )
}
