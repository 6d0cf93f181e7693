import { App, Button } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

const SECONDS = 10

/** Return a way to say what was done, with ten seconds to take it back. */
export function useUndo(): (done: string, undo: () => void) => void {
  const { t } = useTranslation()
  const { message } = App.useApp()
  return useCallback(
    (done, undo) => {
      const key = `undo-${performance.now()}`
      const back = () => {
        message.destroy(key)
        undo()
      }
      const content = (
        <>
          {done}{' '}
          <Button type="link" size="small" onClick={back}>
            {t('undo.action')}
          </Button>
        </>
      )
      void message.open({ key, type: 'success', content, duration: SECONDS })
    },
    [message, t],
  )
}
