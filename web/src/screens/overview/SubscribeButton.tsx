import { BellOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'

const Dialog = lazy(() => import('./SubscribeDialog'))

/** Have a group chat told of new scores; only for who may connect one. */
export function SubscribeButton() {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [isOpen, setOpen] = useState(false)
  if (!can('webhooks:write')) return null
  return (
    <>
      <Button size="small" type="text" icon={<BellOutlined />} onClick={() => setOpen(true)}>
        {t('subscribe.open')}
      </Button>
      {isOpen && (
        <Suspense>
          <Dialog close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
