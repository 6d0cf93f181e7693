import { Modal, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { endedSession } from '@/api/session'
import { useStore } from '@/api/store'
import { SignInForm } from '@/parts/sign-in/SignInForm'

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
      <Typography.Paragraph>{t('signIn.againWhy')}</Typography.Paragraph>
      <SignInForm done={() => ended?.back(true)} />
    </Modal>
  )
}
