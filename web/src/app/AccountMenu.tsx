import { LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { Refused } from '@/api/rest'
import { session } from '@/api/session'
import { useViewer } from './viewer'

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const { name } = useViewer()
  const { message } = App.useApp()
  const leave = async () => {
    try {
      await session.signOut()
      // Loaded anew, so that nothing of this person stays in the memory of the page.
      window.location.assign('/sign-in')
    } catch (error) {
      void message.error(error instanceof Refused ? error.fault.message : String(error))
    }
  }
  const items = [
    { key: 'who', label: name, disabled: true },
    { key: 'out', icon: <LogoutOutlined />, label: t('app.signOut'), onClick: () => void leave() },
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <Button type="text" icon={<UserOutlined />} aria-label={t('app.account')} />
    </Dropdown>
  )
}
