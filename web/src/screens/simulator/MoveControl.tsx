import { InputNumber, Slider, type InputNumberProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { moved, NOTHING, type Move } from './asked'
import type { Forecast } from './questions'
import styles from './Simulator.module.css'

const STEP = 0.1

export interface Control {
  reach: Forecast['reaches'][number]
  name: string
  move: Move | undefined
  put: (move: Move | null) => void
}

/** A slider and a number for how much better a touchpoint would be, and how unsure that is. */
export function MoveControl({ reach, name, move, put }: Control) {
  const { t } = useTranslation()
  const { touchpoint, lowest, highest } = reach
  const mode = move?.uplift.mode ?? 0
  const set = (next: number | null) => {
    if (!next) return put(null)
    put({ touchpoint, uplift: moved(move?.uplift ?? NOTHING, next), share: move?.share ?? 1 })
  }
  return (
    <>
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
      {move && <Unsure reach={reach} move={move} name={name} put={put} />}
    </>
  )
}

function Unsure({ reach, move, name, put }: Omit<Control, 'move'> & { move: Move }) {
  const { t } = useTranslation()
  const { low, mode, high } = move.uplift
  const guess = (part: { low?: number; high?: number }) =>
    put({ ...move, uplift: { ...move.uplift, ...part } })
  return (
    <div className={styles['unsure']}>
      <Guess
        label={t('simulator.least')}
        name={t('simulator.leastOf', { name })}
        change={(next) => guess({ low: next })}
        {...{ min: reach.lowest, max: mode, step: STEP, value: low }}
      />
      <Guess
        label={t('simulator.most')}
        name={t('simulator.mostOf', { name })}
        change={(next) => guess({ high: next })}
        {...{ min: mode, max: reach.highest, step: STEP, value: high }}
      />
      <Guess
        label={t('simulator.share')}
        name={t('simulator.shareOf', { name })}
        change={(next) => put({ ...move, share: next / 100 })}
        {...{ min: 1, max: 100, precision: 0, suffix: '%', value: Math.round(move.share * 100) }}
      />
    </div>
  )
}

interface Guessed extends Pick<
  InputNumberProps<number>,
  'min' | 'max' | 'step' | 'precision' | 'suffix' | 'value'
> {
  label: string
  /** What a screen reader says, which names the touchpoint. */
  name: string
  change: (next: number) => void
}

/** A small number below its label; leaving it empty changes nothing. */
function Guess({ label, name, change, ...bounds }: Guessed) {
  return (
    <label>
      {label}
      <InputNumber<number>
        size="small"
        aria-label={name}
        {...bounds}
        onChange={(next) => next !== null && change(next)}
      />
    </label>
  )
}
