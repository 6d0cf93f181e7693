import { Modal, Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { endedSession } from '@/api/session'
import { useStore } from '@/api/store'

const SignInForm = lazy(async () => ({ default: (await import('@/parts/sign-in/SignInForm')).SignInForm }))

/** Ask who was signed in to prove it once more, over the screen, which stays as it is with all that was typed. */
export function SignInAgain() {
  const { t } = useTranslation()
  const ended = useStore(endedSession)
  return (
    <Modal
      open={ended !== null}
      title={t('signIn.again')}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      destroyOnHidden
    >
      <p>{t('signIn.againWhy')}</p>
      <Suspense fallback={<Skeleton active />}>
        <SignInForm done={() => ended?.back(true)} />
      </Suspense>
    </Modal>
  )
}
