import { Flex } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { doorOfAll } from '@/api/page'
import { LanguageSwitch } from '@/app/LanguageSwitch'
import styles from './EntryFrame.module.css'

/** The frame of the pages before the door. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const door = doorOfAll()
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
        <p className={styles['where']}>
          <span>{window.location.host}</span>
          {door && <a href={door}>{t('signIn.otherCompany')}</a>}
        </p>
      </div>
    </main>
  )
}
