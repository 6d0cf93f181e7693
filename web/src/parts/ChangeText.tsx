import { FallOutlined, RiseOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePalette } from '@/app/theme'
import { useViewer } from '@/app/viewer'
import type { Estimate } from './estimates'
import { written, type Form } from './numbers'
import { periodName } from './time'
import styles from './EstimateText.module.css'

interface Props {
  change: Estimate | null | undefined
  form: Form
  /** The period that it is a change from. */
  since: string
}

/** Show how a figure changed since another period, as the server says: sign, interval, and whether it may be chance. */
export function ChangeText({ change, form, since }: Props) {
  const { t } = useTranslation()
  const { currency } = useViewer().company
  const { good, bad, quiet } = usePalette()
  if (!change) return null
  const from = t('change.since', { period: periodName(since) })
  if (change.value === null)
    return (
      <div className={styles['rest']}>
        <Tooltip title={change.reason}>
          <span tabIndex={0}>{t('change.unknown')}</span>
        </Tooltip>{' '}
        {from}
      </div>
    )
  const { value, low, high } = change
  const isSure = (low !== null && low > 0) || (high !== null && high < 0)
  const said = (number: number) => written(number, form, currency, true)
  const Sign = value > 0 ? RiseOutlined : FallOutlined
  return (
    <div className={styles['change']} data-change={value}>
      <span style={{ color: !isSure ? quiet : value > 0 ? good : bad }}>
        {isSure && <Sign aria-hidden />} {said(value)}
      </span>
      <span className={styles['rest']}>
        {low !== null && high !== null && `[${said(low)} – ${said(high)}] `}
        {from}
        {!isSure && ` · ${t('change.unsure')}`}
      </span>
    </div>
  )
}
