import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { Panel } from '@/parts/Panel'
import { ExampleNote } from './ExampleNote'
import { Headline } from './Headline'
import { PlansPanel } from './PlansPanel'
import { TouchpointsPanel } from './TouchpointsPanel'
import { FIGURES, useFigure } from './useFigure'
import { useOverview } from './useOverview'
import { useSince } from './useSince'
import styles from './Overview.module.css'

// They weigh more than all that can be read, which comes first.
const Charts = lazy(() => import('./Charts'))

/** The company as a whole. */
export function Standing({ period }: { period: string }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const figure = useFigure(FIGURES)
  const { since } = useSince(period)
  const overview = useOverview(period, figure, since)
  const isExample = overview.data?.demonstration.isLoaded === true
  const waiting = (
    <Panel title={t('overview.trend')} answer={{ ...overview, data: undefined }} rows={6}>
      {() => null}
    </Panel>
  )
  return (
    <div className={styles['grid']}>
      <Headline overview={overview} since={since} />
      <div className={styles['charts']}>
        {overview.data ? (
          <Suspense fallback={waiting}>
            <Charts overview={overview} figure={figure} />
          </Suspense>
        ) : (
          waiting
        )}
      </div>
      <TouchpointsPanel overview={overview} kind="drivers" />
      <TouchpointsPanel overview={overview} kind="pains" />
      <PlansPanel overview={overview} />
      {isExample && can('settings:write') && <ExampleNote />}
    </div>
  )
}
