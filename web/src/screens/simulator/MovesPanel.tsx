import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import type { Move } from './asked'
import { MoveRow } from './MoveRow'
import { useTouchpointNames, type Parts } from './parts'
import styles from './Simulator.module.css'

/** A slider for each touchpoint that can be priced, as far as was observed. */
export function MovesPanel({ scenario, forecast, kept }: Parts) {
  const { t } = useTranslation()
  const nameOf = useTouchpointNames(kept)
  const { shown, change, take } = scenario
  const put = (code: string, move: Move | null) => {
    const others = shown.moves.filter((one) => one.touchpoint !== code)
    change({ ...shown, moves: move ? [...others, move] : others })
  }
  const extra = shown.moves.length > 0 && (
    <Button size="small" onClick={() => take({ ...shown, moves: [] }, null)}>
      {t('simulator.reset')}
    </Button>
  )
  return (
    <Panel title={t('simulator.moves')} extra={extra} answer={forecast} rows={10}>
      {({ scenarioForecast: { reaches } }) => {
        if (!reaches.length) return <EmptyState>{t('simulator.nothingToMove')}</EmptyState>
        return (
          <ul className={styles['moves']}>
            {reaches.map((reach) => (
              <MoveRow
                key={reach.touchpoint}
                reach={reach}
                name={nameOf(reach.touchpoint)}
                value={kept.data?.scores.nodes.find(({ code }) => code === reach.touchpoint)?.value}
                move={shown.moves.find(({ touchpoint }) => touchpoint === reach.touchpoint)}
                put={(move) => put(reach.touchpoint, move)}
              />
            ))}
          </ul>
        )
      }}
    </Panel>
  )
}
