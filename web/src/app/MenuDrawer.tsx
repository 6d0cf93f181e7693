import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { SideMenu } from './SideMenu'

/** The menu where there is no room for it beside the screen; it goes when a screen was chosen. */
export function MenuDrawer({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer open={isOpen} onClose={close} placement="left" size={260} title={t('app.menu')}>
      <SideMenu chosen={close} />
    </Drawer>
  )
}
