import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { periodName } from './time'
import { useFilter } from './useFilter'
import styles from './PeriodPicker.module.css'

/** Return the period of the address, else the latest month that is over, else the latest; null without any. */
export function usePeriod(): string | null {
  const [chosen] = useFilter('period')
  const { periods } = useViewer()
  const settled = periods.find((one) => one.status === 'OK') ?? periods[0]
  return chosen ?? settled?.period ?? null
}

/** Choose one of the scored months; the choice is in the address. The browser's own list weighs nothing. */
export function PeriodPicker() {
  const { t } = useTranslation()
  const { periods } = useViewer()
  const [, choose] = useFilter('period')
  const period = usePeriod()
  return (
    <select
      className={styles['picker']}
      aria-label={t('period.label')}
      value={period ?? ''}
      disabled={!periods.length}
      onChange={(event) => choose(event.target.value)}
    >
      {!periods.length && <option value="">{t('period.none')}</option>}
      {period && !periods.some((one) => one.period === period) && (
        <option value={period}>{periodName(period)}</option>
      )}
      {periods.map((one) => (
        <option key={one.period} value={one.period}>
          {one.status === 'PROVISIONAL'
            ? `${periodName(one.period)} · ${t('estimate.provisional')}`
            : periodName(one.period)}
        </option>
      ))}
    </select>
  )
}
