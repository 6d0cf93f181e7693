import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { periodName } from './time'
import { useFilter } from './useFilter'

/** Return the period of the address, else the latest month that is over, else the latest; null without any. */
export function usePeriod(): string | null {
  const [chosen] = useFilter('period')
  const { periods } = useViewer()
  const settled = periods.find((one) => one.status === 'OK') ?? periods[0]
  return chosen ?? settled?.period ?? null
}

/** Choose one of the scored months; the choice is in the address. */
export function PeriodPicker() {
  const { t } = useTranslation()
  const { periods } = useViewer()
  const [, choose] = useFilter('period')
  const period = usePeriod()
  return (
    <Select
      aria-label={t('period.label')}
      value={period}
      placeholder={t('period.none')}
      disabled={!periods.length}
      onChange={choose}
      popupMatchSelectWidth={false}
      options={periods.map((one) => ({
        value: one.period,
        label:
          one.status === 'PROVISIONAL'
            ? `${periodName(one.period)} · ${t('estimate.provisional')}`
            : periodName(one.period),
      }))}
    />
  )
}
