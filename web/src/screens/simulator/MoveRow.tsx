import { Tag, Tooltip } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { EstimateText } from '@/parts/EstimateText'
import type { Estimate } from '@/parts/estimates'
import type { Control } from './MoveControl'
import styles from './Simulator.module.css'

// It comes after what can be read.
const MoveControl = lazy(async () => ({ default: (await import('./MoveControl')).MoveControl }))

interface Props extends Control {
  value: Estimate | null | undefined
}

/** One touchpoint: how it stands, and how much better it would be; or why that cannot be said. */
export function MoveRow({ value, ...control }: Props) {
  const { t } = useTranslation()
  const { reason } = control.reach
  return (
    <li className={styles['move']}>
      <div className={styles['moveHead']}>
        <strong className={styles['moveName']}>{control.name}</strong>
        <EstimateText estimate={value} form="score" />
      </div>
      {reason ? (
        <Tooltip title={reason}>
          <Tag tabIndex={0}>{t('estimate.insufficient')}</Tag>
        </Tooltip>
      ) : (
        <Suspense fallback={<div aria-busy className={styles['control']} />}>
          <MoveControl {...control} />
        </Suspense>
      )}
    </li>
  )
}
