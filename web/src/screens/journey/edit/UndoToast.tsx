import { Button } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editing } from './useEditing'
import styles from './Edit.module.css'

const WHILE_MS = 10_000

/** Say what was just done, for ten seconds, and let it be taken back. */
export function UndoToast({ editing }: { editing: Editing }) {
  const { t } = useTranslation()
  const { told, tell, undo, canUndo } = editing
  useEffect(() => {
    if (!told) return undefined
    const timer = setTimeout(() => tell(null), WHILE_MS)
    return () => clearTimeout(timer)
  }, [told, tell])
  return (
    <div role="status" className={styles['toast']} hidden={!told}>
      {told && (
        <>
          <span>{told}</span>
          <Button size="small" disabled={!canUndo} onClick={() => void undo().then(() => tell(null))}>
            {t('journey.undo')}
          </Button>
        </>
      )}
    </div>
  )
}
