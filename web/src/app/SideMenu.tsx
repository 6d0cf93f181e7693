import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { SCREENS } from './screens'
import { useViewer } from './viewer'
import styles from './SideMenu.module.css'

/** The screens that the person may see. */
export function SideMenu({ chosen }: { chosen?: () => void }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  return (
    <nav aria-label={t('app.menu')}>
      <ul className={styles['menu']}>
        {SCREENS.filter((screen) => can(screen.needs)).map((screen) => (
          <li key={screen.path}>
            <NavLink
              to={screen.path}
              end={screen.path === '/'}
              className={styles['link'] ?? ''}
              onClick={() => chosen?.()}
            >
              <span aria-hidden>{screen.icon}</span>
              {t(`menu.${screen.name}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
