import { useTranslation } from 'react-i18next'
import { ExampleButton } from './ExampleButton'
import styles from './Overview.module.css'

/** Say that example data are among the figures, and let them be taken away in one step. */
export default function ExampleNote() {
  const { t } = useTranslation()
  return (
    <p className={styles['example']}>
      <span>{t('example.loaded')}</span>
      <ExampleButton kind="remove" />
    </p>
  )
}
