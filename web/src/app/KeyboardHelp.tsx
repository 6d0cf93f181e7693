import { Descriptions, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { appearance } from './preferences'
import { SCREENS } from './screens'
import { useIsDark } from './theme'
import { useViewer } from './viewer'

const SEQUENCE_MS = 1200

/** Listen to the keys of the whole console, and show them at `?`. */
export function KeyboardHelp() {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [isOpen, setOpen] = useState(false)
  const screens = SCREENS.filter((screen) => can(screen.needs))
  useKeys(() => setOpen(true))
  return (
    <Modal open={isOpen} title={t('keys.title')} footer={null} onCancel={() => setOpen(false)}>
      <Descriptions
        column={1}
        items={[
          { key: '?', label: <kbd>?</kbd>, children: t('keys.help') },
          { key: 'd', label: <kbd>d</kbd>, children: t('keys.theme') },
          ...screens.map((screen) => ({
            key: screen.path,
            label: <kbd>{`g ${screen.letter}`}</kbd>,
            children: t('keys.go', { name: t(`menu.${screen.name}`) }),
          })),
        ]}
      />
    </Modal>
  )
}

function useKeys(help: () => void): void {
  const go = useNavigate()
  const isDark = useIsDark()
  const began = useRef(0)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const screen = SCREENS.find((one) => one.letter === event.key)
      if (screen && event.timeStamp - began.current < SEQUENCE_MS) void go(screen.path)
      else if (event.key === '?') help()
      else if (event.key === 'd') appearance.set(isDark ? 'light' : 'dark')
      began.current = event.key === 'g' ? event.timeStamp : 0
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [go, help, isDark])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    !!target.closest('input, textarea, select, [contenteditable], [role=dialog]')
  )
}
