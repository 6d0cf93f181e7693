import { Button, type ButtonProps, type MenuProps } from 'antd'
import { lazy, Suspense, useState } from 'react'

/** What can be chosen of a menu. */
export type MenuChoices = NonNullable<MenuProps['items']>

// Menus weigh much, and few open one before they have read anything.
const OpenMenu = lazy(() => import('./OpenMenu'))

interface Props {
  choices: MenuChoices
  button: ButtonProps
}

/** A button with a menu, which is loaded when it is opened for the first time. */
export function MenuButton({ choices, button }: Props) {
  const [isWanted, want] = useState(false)
  const plain = <Button {...button} aria-haspopup="menu" onClick={() => want(true)} />
  if (!isWanted) return plain
  return (
    <Suspense fallback={plain}>
      <OpenMenu choices={choices} button={button} />
    </Suspense>
  )
}
