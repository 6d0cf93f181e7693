import { Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { appearance } from './preferences'
import { SCREENS } from './screens'
import { useIsDark } from './theme'
import { useViewer } from './viewer'
import styles from './Shell.module.css'

const SEQUENCE_MS = 1200
const COMMAND = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/** Listen to the keys of the whole console, and show them at `?`. */
export function KeyboardHelp() {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [isOpen, setOpen] = useState(false)
  const screens = SCREENS.filter((screen) => can(screen.needs))
  useKeys(() => setOpen(true))
  return (
    <Modal open={isOpen} title={t('keys.title')} footer={null} onCancel={() => setOpen(false)}>
      <dl className={styles['keys']}>
        {[
          { key: '?', does: t('keys.help') },
          { key: `${COMMAND} K`, does: t('palette.title') },
          { key: 'd', does: t('keys.theme') },
          ...screens.map((one) => ({
            key: `g ${one.letter}`,
            does: t('keys.go', { name: t(`menu.${one.name}`) }),
          })),
        ].map(({ key, does }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
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
