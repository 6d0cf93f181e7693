import { InputNumber, Slider, Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { EstimateText } from '@/parts/EstimateText'
import type { Estimate } from '@/parts/estimates'
import { moved, NOTHING, type Move } from './asked'
import type { Forecast } from './questions'
import styles from './Simulator.module.css'

const STEP = 0.1

interface Props {
  reach: Forecast['reaches'][number]
  name: string
  value: Estimate | null | undefined
  move: Move | undefined
  put: (move: Move | null) => void
}

/** One touchpoint: how it stands, a slider and a number for how much better it would be, and how unsure that is. */
export function MoveRow({ reach, name, value, move, put }: Props) {
  const { t } = useTranslation()
  const { touchpoint, lowest, highest, reason } = reach
  const mode = move?.uplift.mode ?? 0
  const set = (next: number | null) => {
    if (!next) return put(null)
    put({ touchpoint, uplift: moved(move?.uplift ?? NOTHING, next), share: move?.share ?? 1 })
  }
  return (
    <li className={styles['move']}>
      <div className={styles['moveHead']}>
        <strong className={styles['moveName']}>{name}</strong>
        <EstimateText estimate={value} form="score" />
      </div>
      {reason ? (
        <Tooltip title={reason}>
          <Tag tabIndex={0}>{t('estimate.insufficient')}</Tag>
        </Tooltip>
      ) : (
        <div className={styles['control']}>
          <Slider
            className={styles['slider'] ?? ''}
            min={Math.min(0, mode < 0 ? lowest : 0)}
            max={highest}
            step={STEP}
            value={mode}
            onChange={set}
            ariaLabelForHandle={t('simulator.uplift', { name })}
            tooltip={{ open: false }}
          />
          <InputNumber
            aria-label={t('simulator.upliftNumber', { name })}
            className={styles['number'] ?? ''}
            min={lowest}
            max={highest}
            step={STEP}
            precision={1}
            value={mode}
            onChange={set}
          />
        </div>
      )}
      {move && !reason && <Unsure reach={reach} move={move} name={name} put={put} />}
    </li>
  )
}

function Unsure({ reach, move, name, put }: Omit<Props, 'value' | 'move'> & { move: Move }) {
  const { t } = useTranslation()
  const { low, mode, high } = move.uplift
  const guess = (part: { low?: number; high?: number }) =>
    put({ ...move, uplift: { ...move.uplift, ...part } })
  return (
    <div className={styles['unsure']}>
      <label>
        {t('simulator.least')}
        <InputNumber
          size="small"
          aria-label={t('simulator.leastOf', { name })}
          {...{ min: reach.lowest, max: mode, step: STEP, value: low }}
          onChange={(next) => next !== null && guess({ low: next })}
        />
      </label>
      <label>
        {t('simulator.most')}
        <InputNumber
          size="small"
          aria-label={t('simulator.mostOf', { name })}
          {...{ min: mode, max: reach.highest, step: STEP, value: high }}
          onChange={(next) => next !== null && guess({ high: next })}
        />
      </label>
      <label>
        {t('simulator.share')}
        <InputNumber
          size="small"
          suffix="%"
          aria-label={t('simulator.shareOf', { name })}
          {...{ min: 1, max: 100, precision: 0, value: Math.round(move.share * 100) }}
          onChange={(next) => next !== null && put({ ...move, share: next / 100 })}
        />
      </label>
    </div>
  )
}
