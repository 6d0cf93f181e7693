import { useNames } from '@/parts/names'
import { CompactFigure } from './CompactFigure'
import type { Band } from './map'
import styles from './Journey.module.css'

/** A stage over its touchpoints, with its own value. */
export function BandHead({ band }: { band: Band }) {
  const nameOf = useNames()
  const { stage, columns, estimate } = band
  if (!columns.length) return null
  return (
    <div className={styles['band']} style={{ gridColumn: `span ${columns.length}` }}>
      <h3 className={styles['stage']} title={nameOf(stage)}>
        {nameOf(stage)}
      </h3>
      {estimate && <CompactFigure estimate={estimate} />}
    </div>
  )
}
