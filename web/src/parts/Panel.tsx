import { Skeleton } from 'antd'
import { useId, type ReactNode } from 'react'
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

/** A part of a screen with its title: a skeleton until the answer comes, and a way to try again when it does not. */
export function Panel<T>({ title, extra, answer, rows = 4, children }: Props<T>) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <section className={styles['panel']} aria-labelledby={name} aria-busy={answer.isLoading}>
      <div className={styles['head']}>
        <h2 className={styles['title']} id={name}>
          {title}
        </h2>
        {extra && <div className={styles['extra']}>{extra}</div>}
      </div>
      {answer.data !== undefined ? (
        children(answer.data)
      ) : answer.fault ? (
        <FaultNote fault={answer.fault} again={answer.again} />
      ) : (
        <Skeleton active title={false} paragraph={{ rows }} aria-label={t('app.loading')} />
      )}
    </section>
  )
}
