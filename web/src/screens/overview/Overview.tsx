import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import { Headline } from './Headline'
import { MovedPanel } from './MovedPanel'
import { PlansPanel } from './PlansPanel'
import { TouchpointsPanel } from './TouchpointsPanel'
import { TrendPanel } from './TrendPanel'
import { useOverview, type Figure } from './useOverview'
import styles from './Overview.module.css'

const FIGURES: Figure[] = ['RETURN_INDEX', 'VALUE', 'NPS']

/** How the company stands, what drives it, what hurts, and what is done about it. */
export default function Overview() {
  const { t } = useTranslation()
  const period = usePeriod()
  return (
    <Screen title={t('overview.title')} tools={<PeriodPicker />}>
      {period ? <Standing period={period} /> : <EmptyState>{t('overview.empty')}</EmptyState>}
    </Screen>
  )
}

function Standing({ period }: { period: string }) {
  const [chosen, choose] = useFilter('figure')
  const figure = FIGURES.find((one) => one === chosen) ?? 'RETURN_INDEX'
  const overview = useOverview(period, figure)
  return (
    <div className={styles['grid']}>
      <Headline overview={overview} />
      <div className={styles['charts']}>
        <TrendPanel overview={overview} figure={figure} figures={FIGURES} choose={choose} />
        <MovedPanel overview={overview} />
      </div>
      <TouchpointsPanel overview={overview} kind="drivers" />
      <TouchpointsPanel overview={overview} kind="pains" />
      <PlansPanel overview={overview} />
    </div>
  )
}
