import { BgColorsOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'

// What opens weighs more than its button.
const DisplayPopover = lazy(() => import('./DisplayPopover'))

/** How the person likes the console on this device. */
export function DisplayMenu() {
  const { t } = useTranslation()
  const [isWanted, want] = useState(false)
  const button = (
    <Button
      type="text"
      icon={<BgColorsOutlined />}
      aria-label={t('app.settings')}
      onClick={() => want(true)}
    />
  )
  if (!isWanted) return button
  return (
    <Suspense fallback={button}>
      <DisplayPopover />
    </Suspense>
  )
}
