import { Flex } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './pages.module.css'

interface Props {
  title: string
  /** Filters, which are in the address, and actions of the whole screen. */
  tools?: ReactNode
  children: ReactNode
}

/** The frame of a screen: its title, in the browser's tab too, its filters, its panels. */
export function Screen({ title, tools, children }: Props) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  return (
    <div className={styles['page']}>
      <Flex wrap gap="small" justify="space-between" align="center" className={styles['head'] ?? ''}>
        <h1 className={styles['title']}>{title}</h1>
        {tools && (
          <Flex wrap gap="small" className={styles['tools'] ?? ''}>
            {tools}
          </Flex>
        )}
      </Flex>
      {children}
    </div>
  )
}
