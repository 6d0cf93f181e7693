import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Overview.module.css'

const ExampleButton = lazy(() => import('./ExampleButton'))

/** Say that example data are among the figures, and let them be taken away in one step. */
export function ExampleNote() {
  const { t } = useTranslation()
  const [isWanted, want] = useState(false)
  const button = <Button onClick={() => want(true)}>{t('example.remove')}</Button>
  return (
    <p className={styles['example']}>
      <span>{t('example.loaded')}</span>
      {isWanted ? (
        <Suspense fallback={button}>
          <ExampleButton kind="remove" isAskedAtOnce />
        </Suspense>
      ) : (
        button
      )}
    </p>
  )
}
