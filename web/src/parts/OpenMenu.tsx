import { Button, Dropdown, type ButtonProps } from 'antd'
import { useState } from 'react'
import type { MenuChoices } from './MenuButton'

interface Props {
  choices: MenuChoices
  button: ButtonProps
}

/** The menu of a button: it opens as soon as it is there. */
export default function OpenMenu({ choices, button }: Props) {
  const [isOpen, setOpen] = useState(true)
  return (
    <Dropdown trigger={['click']} menu={{ items: choices }} open={isOpen} onOpenChange={setOpen}>
      <Button {...button} autoFocus aria-haspopup="menu" />
    </Dropdown>
  )
}
