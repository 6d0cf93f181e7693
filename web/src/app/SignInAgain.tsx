import { Modal, Skeleton } from 'antd'
import { lazy, Suspense, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { endedSession } from '@/api/session'
import { useStore } from '@/api/store'
import { useViewer } from './viewer'

const Again = lazy(async () => ({ default: (await import('@/parts/sign-in/Again')).Again }))

/** Ask who was signed in to prove it once more, over the screen, which stays as it is with all that was typed. */
export function SignInAgain() {
  const { t } = useTranslation()
  const { name } = useViewer()
  const ended = useStore(endedSession)
  const back = useCallback(() => ended?.back(true), [ended])
  return (
    <Modal
      open={ended !== null}
      title={t('signIn.again')}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      zIndex={2000}
      destroyOnHidden
    >
      <p>{t('signIn.againWhy')}</p>
      <Suspense fallback={<Skeleton active />}>
        <Again name={name} back={back} />
      </Suspense>
    </Modal>
  )
}
