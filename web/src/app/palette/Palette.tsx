import { Modal } from 'antd'
import { useId, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { FoundList } from './FoundList'
import { matching } from './matching'
import { useFinds, type Find } from './useFinds'
import styles from './Palette.module.css'

/** Type a few letters, press Enter: screens, touchpoints, plans and actions, by keyboard alone. */
export default function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      open
      closable={false}
      footer={null}
      onCancel={close}
      title={t('palette.title')}
      destroyOnHidden
      style={{ top: 80 }}
    >
      <Finder close={close} />
    </Modal>
  )
}

function Finder({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const list = useId()
  const { finds, isLoading } = useFinds()
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const found = matching(finds, typed)
  const run = (find: Find | undefined) => {
    if (!find) return
    close()
    find.run()
  }
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.nativeEvent.isComposing || (!step && event.key !== 'Enter')) return
    event.preventDefault()
    if (step) setPlace((place + step + found.length) % Math.max(found.length, 1))
    else run(found[place])
  }
  const type = (words: string) => {
    setTyped(words)
    setPlace(0)
  }
  const field = {
    'aria-controls': list,
    'aria-activedescendant': found.length ? `${list}-${place}` : undefined,
    value: typed,
    onKeyDown: pressed,
  }
  return (
    <>
      <Field {...field} type={type} />
      <FoundList id={list} found={found} place={place} point={setPlace} run={run} />
      {!found.length && (
        <p className={styles['none']} role="status">
          {t(isLoading ? 'app.loading' : 'palette.none')}
        </p>
      )}
    </>
  )
}

interface FieldProps {
  'aria-controls': string
  'aria-activedescendant': string | undefined
  value: string
  onKeyDown: (event: KeyboardEvent) => void
  type: (words: string) => void
}

function Field({ type, ...rest }: FieldProps) {
  const { t } = useTranslation()
  return (
    <input
      {...rest}
      className={styles['field']}
      autoFocus
      role="combobox"
      aria-label={t('palette.title')}
      aria-expanded
      placeholder={t('palette.hint')}
      onChange={({ target }) => type(target.value)}
    />
  )
}
