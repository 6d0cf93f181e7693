import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { NotScored } from '@/parts/NotScored'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Panel } from '@/parts/Panel'
import { Screen } from '@/parts/Screen'
import { Basis } from './Basis'
import { MatrixChart } from './MatrixChart'
import { numbered } from './numbered'
import { PointList } from './PointList'
import { SegmentPickers } from './SegmentPickers'
import { EVERYBODY, useChoices } from './useChoices'
import { useMatrix } from './useMatrix'
import styles from './Drivers.module.css'

/** Importance against performance: what to improve first, of everybody or of a segment. */
export default function Drivers() {
  const { t } = useTranslation()
  const { isBoundToUnits } = useViewer()
  const period = usePeriod()
  return (
    <Screen title={t('menu.drivers')} tools={<PeriodPicker />}>
      {isBoundToUnits ? (
        <EmptyState>{t('drivers.bound')}</EmptyState>
      ) : period ? (
        <Placed period={period} />
      ) : (
        <NotScored>{t('drivers.unscored')}</NotScored>
      )}
    </Screen>
  )
}

function Placed({ period }: { period: string }) {
  const { t } = useTranslation()
  const choices = useChoices()
  const { segment, other, without } = choices
  const told = useMatrix({
    period,
    segment,
    other: other === EVERYBODY ? null : other,
    without,
    compared: !!other,
  })
  return (
    <Panel
      title={t('drivers.title')}
      answer={told}
      rows={12}
      extra={<SegmentPickers segments={told.data?.segments.nodes ?? []} choices={choices} />}
    >
      {({ matrix, other: beside, touchpoints }) => {
        if (!matrix) return <NotScored>{t('drivers.unscored')}</NotScored>
        const points = numbered(matrix.points.nodes)
        return (
          <>
            <Basis matrix={matrix} beside={beside ?? null} names={touchpoints.nodes} choices={choices} />
            <div className={styles['sides']} aria-busy={told.isLoading}>
              <MatrixChart
                matrix={matrix}
                beside={beside ?? null}
                points={points}
                names={touchpoints.nodes}
                choices={choices}
              />
              <PointList
                points={points}
                beside={beside ?? null}
                names={touchpoints.nodes}
                choices={choices}
              />
            </div>
          </>
        )
      }}
    </Panel>
  )
}
