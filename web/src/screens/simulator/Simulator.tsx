import { Alert } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { NotScored } from '@/parts/NotScored'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'
import { MovesPanel } from './MovesPanel'
import { useForecast, useKept } from './questions'
import { ResultPanel } from './ResultPanel'
import { useScenario } from './useScenario'
import styles from './Simulator.module.css'

// Below what is moved and what it brings.
const AssumptionsPanel = lazy(async () => ({
  default: (await import('./AssumptionsPanel')).AssumptionsPanel,
}))
const KeptPanel = lazy(async () => ({ default: (await import('./KeptPanel')).KeptPanel }))
const ComparedPanel = lazy(async () => ({ default: (await import('./ComparedPanel')).ComparedPanel }))

/** What improvements would bring: moved, answered by the server with intervals, kept, compared, made plans. */
export default function Simulator() {
  const { t } = useTranslation()
  const { isBoundToUnits, periods } = useViewer()
  const period = usePeriod()
  const isScored = periods.some((one) => one.period === period)
  return (
    <Screen title={t('menu.simulator')} tools={<PeriodPicker />}>
      {isBoundToUnits ? (
        <EmptyState>{t('simulator.bound')}</EmptyState>
      ) : period && isScored ? (
        <Thinking period={period} />
      ) : (
        <NotScored>{t('simulator.unscored')}</NotScored>
      )}
    </Screen>
  )
}

function Thinking({ period }: { period: string }) {
  const { t } = useTranslation()
  const scenario = useScenario()
  const forecast = useForecast(period, scenario.settled)
  const kept = useKept(period)
  const asked = { period, scenario, forecast, kept }
  return (
    <div className={styles['screen']}>
      <Alert
        type="warning"
        showIcon
        title={t('simulator.notProof')}
        description={t('simulator.notProofWhy')}
      />
      <div className={styles['sides']}>
        <div className={styles['stack']}>
          <MovesPanel {...asked} />
          <Suspense fallback={<div aria-busy />}>
            <AssumptionsPanel {...asked} />
          </Suspense>
        </div>
        <div className={styles['result']}>
          <ResultPanel {...asked} />
        </div>
      </div>
      <Suspense fallback={<div aria-busy />}>
        <KeptPanel {...asked} />
        <ComparedPanel kept={kept} />
      </Suspense>
    </div>
  )
}
