import { useTranslation } from 'react-i18next'
import { hasPasskeys } from '@/api/passkeys'
import { useViewer } from '@/app/viewer'
import { Screen } from '@/parts/Screen'
import { CodesPanel } from './CodesPanel'
import { DangerContext, useDanger } from './danger'
import { PasskeysPanel } from './PasskeysPanel'
import { PasswordPanel } from './PasswordPanel'
import { ProveDialog } from './ProveDialog'
import { useFactors } from './useFactors'
import styles from './Account.module.css'

/** How a person signs in: the password, codes of an app, passkeys. */
export default function Account() {
  const { t } = useTranslation()
  const { name } = useViewer()
  const factors = useFactors()
  const danger = useDanger()
  const asksCode = !!factors.data?.viewer.secondFactor?.since
  return (
    <DangerContext value={danger.attempt}>
      <Screen title={t('account.title')}>
        <p className={styles['who']}>{t('account.who', { name })}</p>
        <div className={styles['panels']}>
          <PasswordPanel email={name} />
          <CodesPanel factors={factors} />
          {hasPasskeys() && <PasskeysPanel />}
        </div>
      </Screen>
      <ProveDialog asksCode={asksCode} proving={danger.proving} />
    </DangerContext>
  )
}
