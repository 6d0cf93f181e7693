import { LogoutOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Refused } from '@/api/rest'
import { session } from '@/api/session'
import { likings } from './preferences'
import { useViewer } from './viewer'

/** Who is signed in, and the way out: a menu that opens as soon as it is there. */
export default function AccountItems() {
  const { t } = useTranslation()
  const { name } = useViewer()
  const { message } = App.useApp()
  const go = useNavigate()
  const [isOpen, setOpen] = useState(true)
  const leave = async () => {
    try {
      const liked = likings()
      await session.signOut()
      liked()
      // Loaded anew, so that nothing of this person stays in the memory of the page.
      window.location.assign('/sign-in')
    } catch (error) {
      void message.error(error instanceof Refused ? error.fault.message : String(error))
    }
  }
  const items = [
    { key: 'who', label: name, disabled: true },
    {
      key: 'account',
      icon: <SafetyOutlined />,
      label: t('account.title'),
      onClick: () => void go('/account'),
    },
    { key: 'out', icon: <LogoutOutlined />, label: t('app.signOut'), onClick: () => void leave() },
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items }}
      placement="bottomRight"
      open={isOpen}
      onOpenChange={setOpen}
    >
      <Button autoFocus type="text" icon={<UserOutlined />} aria-label={t('app.account')} />
    </Dropdown>
  )
}
