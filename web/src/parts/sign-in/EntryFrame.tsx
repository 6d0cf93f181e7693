import { Flex } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '@/app/LanguageSwitch'
import styles from './EntryFrame.module.css'

/** The frame of the pages before the door. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  return (
    <main className={styles['frame']}>
      <div className={styles['card']}>
        <Flex justify="space-between" align="center">
          <strong>回报 Huibao</strong>
          <LanguageSwitch />
        </Flex>
        <h1 className={styles['title']}>{title}</h1>
        {children}
      </div>
    </main>
  )
}
