import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import type { Answer } from '@/parts/useQuestion'
import { foremost, type Kind } from './foremost'
import type { Told } from './useOverview'
import styles from './Overview.module.css'

/** The three touchpoints that drive loyalty most, or the three where improving is most urgent. */
export function TouchpointsPanel({ overview, kind }: { overview: Answer<Told>; kind: Kind }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  return (
    <Panel title={t(`overview.${kind}`)} answer={overview}>
      {(told) => {
        const rows = foremost(told, kind)
        if (!rows.length) return <EmptyState>{t('overview.noDrivers')}</EmptyState>
        return (
          <ol className={styles['rows']}>
            {rows.map(({ driver, score }) => (
              <li key={driver.code} className={styles['row']}>
                <span className={styles['head']}>
                  <span className={styles['name']}>
                    <Drill to="/drivers" filters={{ touchpoint: driver.code }}>
                      {score?.touchpoint ? nameOf(score.touchpoint) : driver.code}
                    </Drill>
                  </span>
                  <Quadrant name={driver.quadrant} isSure={driver.quadrantSure} />
                </span>
                <span className={styles['part']}>
                  {t('figure.importance')} <EstimateText estimate={driver.importance} form="share" />
                </span>
                <span className={styles['part']}>
                  {t('figure.value')} <EstimateText estimate={score?.value} form="score" />
                </span>
                <span className={styles['part']}>
                  {t('figure.returnPerPoint')} <EstimateText estimate={score?.returnPerPoint} form="money" />
                </span>
              </li>
            ))}
          </ol>
        )
      }}
    </Panel>
  )
}

const QUADRANTS = ['concentrate_here', 'keep_it_up', 'low_priority', 'possible_overkill'] as const

function Quadrant({ name, isSure }: { name: string | null; isSure: boolean }) {
  const { t } = useTranslation()
  const known = QUADRANTS.find((one) => one === name)
  if (!known) return null
  const words = t(`quadrant.${known}`)
  return <Tag>{isSure ? words : t('quadrant.unsure', { words })}</Tag>
}
