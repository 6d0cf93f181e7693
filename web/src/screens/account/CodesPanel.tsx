import { Button, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '@/api/account'
import { Panel } from '@/parts/Panel'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { moment } from '@/parts/time'
import { CodesSetUp } from './CodesSetUp'
import { RecoveryCodes } from './RecoveryCodes'
import type { Factors } from './useFactors'
import { useStep } from './useStep'

/** Codes of an app besides the password: switched on, renewed, switched off. */
export function CodesPanel({ factors }: { factors: Factors }) {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<string[] | null>(null)
  const show = (made: string[] | null) => {
    setCodes(made)
    factors.again()
  }
  return (
    <Panel title={t('account.codes')} answer={factors}>
      {({ viewer: { secondFactor } }) =>
        codes ? (
          <RecoveryCodes codes={codes} done={() => setCodes(null)} />
        ) : secondFactor?.since ? (
          <On since={secondFactor.since} left={secondFactor.recoveryCodesLeft} show={show} />
        ) : (
          <CodesSetUp show={show} />
        )
      }
    </Panel>
  )
}

interface OnProps {
  since: string
  left: number
  show: (codes: string[] | null) => void
}

function On({ since, left, show }: OnProps) {
  const { t } = useTranslation()
  const { fault, isBusy, take } = useStep()
  const renew = () => take(async () => show((await account.newRecoveryCodes()).recoveryCodes))
  const stop = () =>
    take(async () => {
      await account.disableCodes()
      show(null)
    })
  return (
    <Flex vertical gap="middle" align="start">
      <span>{t('account.codesSince', { when: moment(since) })}</span>
      <span>{t('account.codesLeft', { left })}</span>
      {fault && <EnteringFault fault={fault} />}
      <Flex wrap gap="small">
        <Button loading={isBusy} onClick={() => void renew()}>
          {t('account.newCodes')}
        </Button>
        <Button danger loading={isBusy} onClick={() => void stop()}>
          {t('account.stopCodes')}
        </Button>
      </Flex>
    </Flex>
  )
}
