import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { FigureList, OF_SOME } from './FigureList'
import { Freshness } from './Freshness'
import { TouchpointsPanel } from './TouchpointsPanel'
import { TrendPanel } from './TrendPanel'
import { FIGURES_OF_SOME, useFigure } from './useFigure'
import { useSegment } from './useSegment'
import { useSince } from './useSince'
import styles from './Overview.module.css'

/** One segment of the customers: its figures, its trend, what drives its loyalty. */
export default function OfSegment({ period, segment }: { period: string; segment: string }) {
  const { t } = useTranslation()
  const figure = useFigure(FIGURES_OF_SOME)
  const { since } = useSince(period)
  const answer = useSegment(segment, period, figure, since)
  return (
    <div className={styles['grid']}>
      <div className={styles['wide']}>
        <Panel title={t('overview.ofSegment', { segment })} answer={answer} rows={2}>
          {({ scores, changes }) => {
            const score = scores.nodes[0]
            if (!score) return <EmptyState>{t('overview.noSegment', { segment })}</EmptyState>
            return (
              <>
                <FigureList names={OF_SOME} score={score} change={changes?.nodes[0]} since={since} />
                <p className={styles['quiet']}>{t('overview.segmentWhat')}</p>
                <Freshness scoredAt={score.run.createdAt} receivedAt={null} />
              </>
            )
          }}
        </Panel>
      </div>
      <div className={styles['wide']}>
        <TrendPanel overview={answer} figure={figure} figures={FIGURES_OF_SOME} />
      </div>
      <TouchpointsPanel overview={answer} kind="drivers" />
      <TouchpointsPanel overview={answer} kind="pains" />
    </div>
  )
}
