import { useTranslation } from 'react-i18next'
import { EstimateText } from '@/parts/EstimateText'
import type { Moment } from './useJourneyMap'
import styles from './Journey.module.css'

/** Why a touchpoint is a moment of truth. */
export function MomentWhy({ moment }: { moment: Moment }) {
  const { t } = useTranslation()
  return (
    <section className={styles['why']} aria-label={t('journey.moment')}>
      <strong>
        <span className={styles['star']}>★</span> {t('journey.moment')}
      </strong>
      <ul>
        {moment.reasons.map((reason) => (
          <li key={reason}>{t(`journey.reason.${reason}`)}</li>
        ))}
      </ul>
      {moment.rank && (
        <span>
          {t('journey.rank')} <EstimateText estimate={moment.rank} form="rank" />
        </span>
      )}
    </section>
  )
}
