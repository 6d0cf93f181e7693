import { lazy, Suspense } from 'react'
import { useViewer } from '@/app/viewer'
import { Headline } from './Headline'
import { MovedPanel } from './MovedPanel'
import { PlansPanel } from './PlansPanel'
import { TouchpointsPanel } from './TouchpointsPanel'
import { TrendPanel } from './TrendPanel'
import { FIGURES, useFigure } from './useFigure'
import { useOverview } from './useOverview'
import { useSince } from './useSince'
import styles from './Overview.module.css'

const ExampleNote = lazy(() => import('./ExampleNote'))

/** The company as a whole. */
export function Standing({ period }: { period: string }) {
  const { can } = useViewer()
  const figure = useFigure(FIGURES)
  const { since } = useSince(period)
  const overview = useOverview(period, figure, since)
  const isExample = overview.data?.demonstration.isLoaded === true
  return (
    <div className={styles['grid']}>
      <Headline overview={overview} since={since} />
      <div className={styles['charts']}>
        <TrendPanel overview={overview} figure={figure} figures={FIGURES} />
        <MovedPanel overview={overview} />
      </div>
      <TouchpointsPanel overview={overview} kind="drivers" />
      <TouchpointsPanel overview={overview} kind="pains" />
      <PlansPanel overview={overview} />
      {isExample && can('settings:write') && (
        <Suspense>
          <ExampleNote />
        </Suspense>
      )}
    </div>
  )
}
