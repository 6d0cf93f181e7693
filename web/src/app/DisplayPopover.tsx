import { BgColorsOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DisplayChoices } from './DisplayChoices'

/** The choices of how the console looks: they open as soon as they are there. */
export default function DisplayPopover() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(true)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={<DisplayChoices />}
      open={isOpen}
      onOpenChange={setOpen}
    >
      <Button autoFocus type="text" icon={<BgColorsOutlined />} aria-label={t('app.settings')} />
    </Popover>
  )
}
