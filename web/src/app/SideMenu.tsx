import { Menu } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { SCREENS } from './screens'
import { useViewer } from './viewer'

/** The screens that the person may see. */
export function SideMenu({ chosen }: { chosen?: () => void }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { pathname } = useLocation()
  const shown = SCREENS.filter((screen) => can(screen.needs))
  const here = shown
    .filter((screen) => pathname === screen.path || pathname.startsWith(`${screen.path}/`))
    .at(-1)
  return (
    <nav aria-label={t('app.menu')}>
      <Menu
        mode="inline"
        selectedKeys={here ? [here.path] : []}
        onClick={() => chosen?.()}
        items={shown.map((screen) => ({
          key: screen.path,
          icon: screen.icon,
          label: <Link to={screen.path}>{t(`menu.${screen.name}`)}</Link>,
        }))}
      />
    </nav>
  )
}
