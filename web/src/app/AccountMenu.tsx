import { UserOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'

// Menus weigh much, and few open this one before they have read anything.
const AccountItems = lazy(() => import('./AccountItems'))

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const [isWanted, want] = useState(false)
  const button = (
    <Button type="text" icon={<UserOutlined />} aria-label={t('app.account')} onClick={() => want(true)} />
  )
  if (!isWanted) return button
  return (
    <Suspense fallback={button}>
      <AccountItems />
    </Suspense>
  )
}
