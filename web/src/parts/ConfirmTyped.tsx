import { Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  isOpen: boolean
  title: string
  /** What has to be typed before it is done. */
  word: string
  isBusy?: boolean
  confirm: () => void
  cancel: () => void
  children: ReactNode
}

/** Ask before something is done that cannot be taken back: the person types what it is about. */
export function ConfirmTyped({ isOpen, title, word, isBusy = false, confirm, cancel, children }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const ask = t('confirm.type', { word })
  return (
    <Modal
      open={isOpen}
      title={title}
      onCancel={cancel}
      onOk={confirm}
      okText={title}
      cancelText={t('confirm.keep')}
      okButtonProps={{ disabled: typed.trim() !== word, loading: isBusy }}
      destroyOnHidden
      afterClose={() => setTyped('')}
    >
      <p>{children}</p>
      <label>
        {ask}
        <Input value={typed} onChange={({ target }) => setTyped(target.value)} autoComplete="off" />
      </label>
    </Modal>
  )
}
