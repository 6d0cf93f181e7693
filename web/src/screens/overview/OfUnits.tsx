import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { PlainSelect } from '@/parts/PlainSelect'
import { useFilter } from '@/parts/useFilter'
import { FigureList, OF_SOME } from './FigureList'
import { Freshness } from './Freshness'
import { TrendPanel } from './TrendPanel'
import { FIGURES_OF_SOME, useFigure } from './useFigure'
import { useSince } from './useSince'
import { UnitsTable } from './UnitsTable'
import { useUnits } from './useUnits'
import styles from './Overview.module.css'

/** The units that somebody sees who does not see the whole company: one in full, and all of them in a list. */
export default function OfUnits({ period }: { period: string }) {
  const { t } = useTranslation()
  const [unit, choose] = useFilter('unit')
  const figure = useFigure(FIGURES_OF_SOME)
  const { since } = useSince(period)
  const answer = useUnits(unit, period, figure, since)
  const names = new Map(answer.data?.units.nodes.map((one) => [one.code, one.name || one.code]))
  const scores = answer.data?.scores.nodes ?? []
  const picker = scores.length > 1 && (
    <PlainSelect
      label={t('overview.unit')}
      value={unit ?? scores[0]?.code ?? ''}
      choose={choose}
      options={scores.map(({ code }) => ({ value: code, label: names.get(code) ?? code }))}
    />
  )
  return (
    <div className={styles['grid']}>
      <Alert className={styles['wide'] ?? ''} type="info" showIcon title={t('overview.bound')} />
      <div className={styles['wide']}>
        <Panel title={t('overview.unit')} answer={answer} rows={2} extra={picker}>
          {({ changes }) => {
            const score = scores.find((one) => one.code === unit) ?? scores[0]
            if (!score) return <EmptyState>{t('overview.noUnits')}</EmptyState>
            const change = changes?.nodes.find((one) => one.code === score.code)
            return (
              <>
                <h3>{names.get(score.code) ?? score.code}</h3>
                <FigureList names={OF_SOME} score={score} change={change} since={since} isTraced={false} />
                <Freshness scoredAt={score.run.createdAt} receivedAt={null} />
              </>
            )
          }}
        </Panel>
      </div>
      <TrendPanel overview={answer} figure={figure} figures={FIGURES_OF_SOME} />
      <UnitsTable answer={answer} names={names} />
    </div>
  )
}
