import { BgColorsOutlined } from '@ant-design/icons'
import { Button, Popover, Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'

const Choices = lazy(async () => ({ default: (await import('./DisplayChoices')).DisplayChoices }))

/** How the person likes the console on this device. */
export function DisplayMenu() {
  const { t } = useTranslation()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Suspense fallback={<Skeleton active />}>
          <Choices />
        </Suspense>
      }
    >
      <Button type="text" icon={<BgColorsOutlined />} aria-label={t('app.settings')} />
    </Popover>
  )
}
