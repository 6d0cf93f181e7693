import { Alert, Button, Flex, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Account.module.css'

/** Codes for when the phone is lost: shown this once, to be copied or saved. */
export function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  const { t } = useTranslation()
  const text = codes.join('\n')
  return (
    <>
      <Alert type="warning" showIcon title={t('account.keepCodes')} />
      <ul className={styles['codes']} aria-label={t('account.recoveryCodes')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Flex wrap gap="small" align="center">
        <Typography.Text copyable={{ text }}>{t('account.copyAll')}</Typography.Text>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="huibao-recovery-codes.txt"
        >
          {t('account.saveCodes')}
        </a>
        <Button type="primary" onClick={done}>
          {t('account.codesKept')}
        </Button>
      </Flex>
    </>
  )
}
