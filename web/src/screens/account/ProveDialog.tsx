import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { account } from '@/api/account'
import { EnteringFault } from '@/parts/sign-in/EnteringFault'
import { useEntering } from '@/parts/sign-in/useEntering'
import type { Proving } from './danger'

interface Props {
  /** Whether a code is asked for, and not the password. */
  asksCode: boolean
  proving: Proving | null
}

/** Ask once more who somebody is, before they change how they sign in. */
export function ProveDialog({ asksCode, proving }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ proof: string }>()
  const entering = useEntering(() => proving?.answer(true))
  const send = async (proof: string) => {
    await account.confirm(asksCode ? { code: proof.trim() } : { password: proof })
    return {}
  }
  return (
    <Modal
      open={proving !== null}
      title={t('account.prove')}
      okText={t('account.go')}
      onOk={form.submit}
      onCancel={() => proving?.answer(false)}
      confirmLoading={entering.isBusy}
      destroyOnHidden
    >
      <p>{t('account.proveWhy')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ proof }: { proof: string }) => void entering.run(() => send(proof))}
      >
        <Form.Item
          name="proof"
          label={t(asksCode ? 'signIn.code' : 'signIn.password')}
          rules={[{ required: true, message: t('signIn.required') }]}
        >
          {asksCode ? (
            <Input autoFocus autoComplete="one-time-code" maxLength={64} />
          ) : (
            <Input.Password autoFocus autoComplete="current-password" maxLength={1000} />
          )}
        </Form.Item>
        {entering.fault && <EnteringFault fault={entering.fault} />}
      </Form>
    </Modal>
  )
}
