import { useTranslation } from 'react-i18next'
import { PlainSelect } from '@/parts/PlainSelect'
import { periodName } from '@/parts/time'
import { NOTHING, useSince } from './useSince'

/** Choose the month that the period is compared with, or none. */
export function SincePicker({ period }: { period: string }) {
  const { t } = useTranslation()
  const { since, others, choose } = useSince(period)
  if (!others.length) return null
  const options = others.map((value) => ({
    value,
    label: t('overview.compared', { period: periodName(value) }),
  }))
  return (
    <PlainSelect
      label={t('overview.compare')}
      value={since ?? NOTHING}
      choose={choose}
      options={[{ value: NOTHING, label: t('overview.notCompared') }, ...options]}
    />
  )
}
