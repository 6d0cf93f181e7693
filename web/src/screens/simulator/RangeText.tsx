import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import type { Estimate } from '@/parts/estimates'
import { written, type Form } from '@/parts/numbers'
import { Quiet } from '@/parts/Quiet'
import { signed } from './parts'
import styles from './Simulator.module.css'

interface Props {
  estimate: Estimate | null | undefined
  form: Form
  /** Whether it is a change, which is written with its sign. */
  isChange?: boolean
  size?: 'large' | 'normal'
}

/** Show what may come as the span it lies in; the middle is small print. */
export function RangeText({ estimate, form, isChange = false, size = 'normal' }: Props) {
  const { t } = useTranslation()
  const { currency } = useViewer().company
  if (!estimate) return <Quiet>{t('estimate.none')}</Quiet>
  const { value, low, high, reason } = estimate
  if (value === null)
    return (
      <Tooltip title={reason}>
        <Tag tabIndex={0}>{t('simulator.noFigure')}</Tag>
      </Tooltip>
    )
  const say = (number: number) =>
    isChange ? signed(number, form, currency, t('simulator.percentPoints')) : written(number, form, currency)
  const n = t('estimate.n', { n: written(estimate.n, 'count') })
  const isOne = low === high
  const span =
    low !== null && high !== null ? t('simulator.fromTo', { low: say(low), high: say(high) }) : null
  const half =
    low !== null
      ? t('simulator.orMore', { low: say(low) })
      : t('simulator.orLess', { high: say(high ?? value) })
  return (
    <span className={styles['range']}>
      <data className={styles[size]} value={value} data-low={low} data-high={high} data-n={estimate.n}>
        {isOne ? say(value) : (span ?? half)}
      </data>
      <small>{isOne ? n : `${t('simulator.middle', { value: say(value) })} · ${n}`}</small>
    </span>
  )
}
