import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { AttentionTag } from '@/parts/AttentionTag'
import type { Named } from '@/parts/names'
import { PointRow } from './PointRow'
import { QUADRANTS, type Numbered, type Quadrant } from './numbered'
import type { Choices } from './useChoices'
import type { Matrix } from './useMatrix'
import styles from './Drivers.module.css'

interface Props {
  points: Numbered[]
  beside: Matrix | null
  names: readonly Named[]
  choices: Choices
}

/** The legend of the chart: the numbers by quadrant, the most urgent first. */
export function PointList({ points, beside, names, choices }: Props) {
  return (
    <div className={styles['list']}>
      {[...QUADRANTS, null].map((quadrant) => {
        const rows = points.filter((one) => one.quadrant === quadrant)
        if (!rows.length) return null
        return (
          <section key={quadrant ?? 'none'} aria-labelledby={`quadrant-${quadrant ?? 'none'}`}>
            <QuadrantTitle quadrant={quadrant} />
            <ol className={styles['rows']}>
              {rows.map((one) => (
                <PointRow
                  key={one.point.code}
                  numbered={one}
                  beside={beside?.points.nodes.find(({ code }) => code === one.point.code) ?? null}
                  besideName={beside ? beside.segment : undefined}
                  named={names.find(({ code }) => code === one.point.code)}
                  choices={choices}
                />
              ))}
            </ol>
          </section>
        )
      })}
    </div>
  )
}

function QuadrantTitle({ quadrant }: { quadrant: Quadrant | null }) {
  const { t } = useTranslation()
  const words = quadrant ? t(`quadrant.${quadrant}`) : t('estimate.insufficient')
  return (
    <h3 className={styles['quadrant']} id={`quadrant-${quadrant ?? 'none'}`}>
      <Tooltip title={quadrant ? t(`drivers.${quadrant}`) : t('drivers.noPlace')}>
        {quadrant === 'concentrate_here' ? (
          <AttentionTag tabIndex={0}>{words}</AttentionTag>
        ) : (
          <Tag tabIndex={0}>{words}</Tag>
        )}
      </Tooltip>
    </h3>
  )
}
