import { KeyOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account, type KnownPasskey } from '@/api/account'
import { makePasskey } from '@/api/passkeys'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { moment } from '@/parts/time'
import { Block } from './Block'
import { useStep } from './useStep'
import styles from './Account.module.css'

/** Passkeys of the person: made on this device, removed. */
export function PasskeysPanel() {
  const { t } = useTranslation()
  const { fault, isBusy, take } = useStep()
  const [known, read] = usePasskeys()
  const [form] = Form.useForm<{ name: string }>()
  const change = async (step: () => Promise<unknown>) => {
    const isDone = await take(async () => void (await step()))
    if (isDone) read()
    return isDone
  }
  const add = async (name: string) => {
    if (await change(() => makePasskey(name))) form.resetFields()
  }
  const remove = (id: string) => void change(() => account.removePasskey(id))
  return (
    <Block title={t('account.passkeys')}>
      <p>{t('account.passkeysWhy')}</p>
      {known.length > 0 && <Known passkeys={known} isBusy={isBusy} remove={remove} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ name = '' }: { name?: string }) => void add(name)}
      >
        <Form.Item name="name" label={t('account.passkeyName')} extra={t('account.passkeyNameHelp')}>
          <Input maxLength={100} />
        </Form.Item>
        <Flex vertical gap="middle" align="start">
          {fault && <EnteringFault fault={fault} />}
          <Button htmlType="submit" icon={<KeyOutlined />} loading={isBusy}>
            {t('account.addPasskey')}
          </Button>
        </Flex>
      </Form>
    </Block>
  )
}

interface KnownProps {
  passkeys: KnownPasskey[]
  isBusy: boolean
  remove: (id: string) => void
}

function Known({ passkeys, isBusy, remove }: KnownProps) {
  const { t } = useTranslation()
  return (
    <ul className={styles['keys']} aria-label={t('account.passkeys')}>
      {passkeys.map((one) => (
        <li key={one.id} className={styles['key']}>
          <Told passkey={one} />
          <Button
            danger
            size="small"
            disabled={isBusy}
            aria-label={t('account.removePasskey', { name: one.name })}
            onClick={() => remove(one.id)}
          >
            {t('account.remove')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Told({ passkey }: { passkey: KnownPasskey }) {
  const { t } = useTranslation()
  const { name, createdAt, lastUsedAt } = passkey
  return (
    <span>
      <span className={styles['name']}>{name}</span>
      <small>
        {t('account.madeAt', { when: moment(createdAt) })}
        {lastUsedAt && ` · ${t('account.usedAt', { when: moment(lastUsedAt) })}`}
      </small>
    </span>
  )
}

function usePasskeys(): [KnownPasskey[], () => void] {
  const [known, setKnown] = useState<KnownPasskey[]>([])
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isGone = false
    account.passkeys().then(
      ({ passkeys }) => {
        if (!isGone) setKnown(passkeys)
      },
      () => undefined, // what is added or removed says itself when the server is away
    )
    return () => {
      isGone = true
    }
  }, [round])
  return [known, useCallback(() => setRound((before) => before + 1), [])]
}
