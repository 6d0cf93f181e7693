import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import type { Answer } from '@/parts/useQuestion'
import { FigureList, HEADLINE } from './FigureList'
import { Freshness } from './Freshness'
import { SubscribeButton } from './SubscribeButton'
import type { Told } from './useOverview'
import styles from './Overview.module.css'

/** The company's figures of the period, beside those of another, and how fresh they are. */
export function Headline({ overview, since }: { overview: Answer<Told>; since: string | null }) {
  const { t } = useTranslation()
  const scoredAt = overview.data?.company.nodes[0]?.run.createdAt
  return (
    <div className={styles['wide']}>
      <Panel title={t('overview.headline')} answer={overview} rows={2} extra={<SubscribeButton />}>
        {({ company, changes, batches }) => {
          const score = company.nodes[0]
          if (!score) return <EmptyState>{t('overview.noScore')}</EmptyState>
          return (
            <>
              <FigureList names={HEADLINE} score={score} change={changes?.nodes[0]} since={since} />
              {scoredAt && (
                <Freshness scoredAt={scoredAt} receivedAt={batches.nodes[0]?.finishedAt ?? null} />
              )}
            </>
          )
        }}
      </Panel>
    </div>
  )
}
