import { useTranslation } from 'react-i18next'
import { PeriodPicker } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'

/** How the company stands, what moved it, and what is done about it. */
export default function Overview() {
  const { t } = useTranslation()
  return (
    <Screen title={t('overview.title')} tools={<PeriodPicker />}>
      <p />
    </Screen>
  )
}
