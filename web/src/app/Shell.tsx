import { MenuOutlined } from '@ant-design/icons'
import { Button, Grid, Layout } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { AccountMenu } from './AccountMenu'
import { ConnectionBanner } from './ConnectionBanner'
import { DisplayMenu } from './DisplayMenu'
import { KeyboardHelp } from './KeyboardHelp'
import { LanguageSwitch } from './LanguageSwitch'
import { PaletteButton } from './PaletteButton'
import { SideMenu } from './SideMenu'
import { SignInAgain } from './SignInAgain'
import { useViewer } from './viewer'
import styles from './Shell.module.css'

// Only where there is no room for the menu.
const MenuDrawer = lazy(async () => ({ default: (await import('./MenuDrawer')).MenuDrawer }))

/** What stands around every screen: the menu, a drawer where there is no room for it, and the person's own things. */
export function Shell() {
  const { t } = useTranslation()
  const { company } = useViewer()
  const isWide = Grid.useBreakpoint().lg ?? true
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Layout className={styles['shell'] ?? ''}>
      <a className={styles['skip']} href="#content">
        {t('app.skip')}
      </a>
      <header className={styles['header']}>
        {!isWide && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={t('app.openMenu')}
            onClick={() => setOpen(true)}
          />
        )}
        <span className={styles['company']} title={company.name}>
          {company.name}
        </span>
        <PaletteButton />
        <LanguageSwitch />
        <DisplayMenu />
        <AccountMenu />
      </header>
      <ConnectionBanner />
      <Layout hasSider={isWide}>
        {isWide ? (
          <Layout.Sider theme="light" width={208} className={styles['side'] ?? ''}>
            <SideMenu />
          </Layout.Sider>
        ) : (
          <Suspense>
            <MenuDrawer isOpen={isOpen} close={close} />
          </Suspense>
        )}
        <Layout.Content id="content" role="main" tabIndex={-1} className={styles['content'] ?? ''}>
          <Outlet />
        </Layout.Content>
      </Layout>
      <SignInAgain />
      <KeyboardHelp />
    </Layout>
  )
}
