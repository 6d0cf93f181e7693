import { Skeleton } from 'antd'
import { Suspense, useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FaultNote } from './FaultNote'
import styles from './Panel.module.css'
import type { Answer } from './useQuestion'

interface Props<T> {
  title: ReactNode
  /** Menus at the right of the title; below it where there is no room. */
  extra?: ReactNode
  answer: Answer<T>
  /** How much room the skeleton keeps, so that nothing jumps. */
  rows?: number
  children: (data: T) => ReactNode
}

/** A part of a screen with its title: a skeleton until answer and code have come, and a way to try again when no answer does. */
export function Panel<T>({ title, extra, answer, rows = 4, children }: Props<T>) {
  const { t } = useTranslation()
  const name = useId()
  const waiting = <Skeleton active title={false} paragraph={{ rows }} aria-label={t('app.loading')} />
  return (
    <section className={styles['panel']} aria-labelledby={name} aria-busy={answer.isLoading}>
      <div className={styles['head']}>
        <h2 className={styles['title']} id={name}>
          {title}
        </h2>
        {extra && <div className={styles['extra']}>{extra}</div>}
      </div>
      {answer.data !== undefined ? (
        <Suspense fallback={waiting}>{children(answer.data)}</Suspense>
      ) : answer.fault ? (
        <FaultNote fault={answer.fault} again={answer.again} />
      ) : (
        waiting
      )}
    </section>
  )
}
