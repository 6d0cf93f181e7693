import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { Panel } from '@/parts/Panel'
import { moment } from '@/parts/time'
import type { Answer } from '@/parts/useQuestion'
import type { Told } from './useOverview'
import styles from './Overview.module.css'

/** The company's figures of the period. */
export function Headline({ overview }: { overview: Answer<Told> }) {
  const { t } = useTranslation()
  const at = overview.data?.company.nodes[0]?.run.createdAt
  return (
    <div className={styles['wide']}>
      <Panel
        title={t('overview.headline')}
        answer={overview}
        rows={2}
        extra={at && <small>{t('overview.scoredAt', { when: moment(at) })}</small>}
      >
        {({ company }) => {
          const score = company.nodes[0]
          if (!score) return <EmptyState>{t('overview.noScore')}</EmptyState>
          return (
            <dl className={styles['headline']}>
              {(['returnIndex', 'value', 'nps', 'loyalty'] as const).map((name, place) => (
                <div key={name} className={styles['figure']}>
                  <dt>{t(`figure.${name}`)}</dt>
                  <dd>
                    <EstimateText
                      estimate={score[name]}
                      form={name === 'loyalty' ? 'points' : 'score'}
                      size={place === 0 ? 'large' : 'medium'}
                    />
                  </dd>
                </div>
              ))}
            </dl>
          )
        }}
      </Panel>
    </div>
  )
}
