import { Alert, Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import { daysAround, type Day } from '@/parts/days'
import { written } from '@/parts/numbers'
import { useQuestion } from '@/parts/useQuestion'
import { adoptDocument, newCode, saveInput, unitsDocument } from './changes'
import type { Parts } from './parts'
import { useKeptOne } from './useKeptOne'
import { useSaving } from './useSaving'

interface Filled {
  title: string
  baselineFrom: Day
  startDate: Day
  evaluateTo: Day
  treatedUnits?: string[]
  controlUnits?: string[]
}

interface Plan {
  id: string
  code: string
  title: string
  expectedUplift: number | null
}

/** Make plans of the scenario: one a touchpoint, with the uplift as the registered target. */
export function AdoptDialog({ parts, close }: { parts: Parts; close: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Filled>()
  const { adopt, title, plans, wrong, isBusy } = useAdopting(parts)
  if (plans) return <Made plans={plans} close={close} />
  return (
    <Modal
      open
      title={t('simulator.adopt')}
      okText={t('simulator.adopt')}
      onOk={form.submit}
      onCancel={close}
      confirmLoading={isBusy}
    >
      <p>{t('simulator.adoptWhat')}</p>
      {wrong && <Alert type="error" showIcon title={wrong} />}
      <Terms form={form} title={title} finish={(filled) => void adopt(filled)} />
    </Modal>
  )
}

interface TermsProps {
  form: ReturnType<typeof Form.useForm<Filled>>[0]
  title: string
  finish: (filled: Filled) => void
}

function Terms({ form, title, finish }: TermsProps) {
  const { t } = useTranslation()
  const units = useQuestion(unitsDocument, {})
  const options =
    units.data?.units.nodes.map(({ code, name }) => ({ value: code, label: name || code })) ?? []
  const needed = [{ required: true, message: t('signIn.required') }]
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={finish}
      requiredMark={false}
      initialValues={{ title, ...daysAround(new Date()) }}
    >
      <Form.Item name="title" label={t('simulator.name')} rules={[{ ...needed[0], whitespace: true }]}>
        <Input autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item name="baselineFrom" label={t('simulator.baselineFrom')} rules={needed}>
        <DatePicker allowClear={false} />
      </Form.Item>
      <Form.Item name="startDate" label={t('simulator.startDate')} rules={needed}>
        <DatePicker allowClear={false} />
      </Form.Item>
      <Form.Item name="evaluateTo" label={t('simulator.evaluateTo')} rules={needed}>
        <DatePicker allowClear={false} />
      </Form.Item>
      <Form.Item name="treatedUnits" label={t('simulator.treatedUnits')} rules={needed}>
        <Select mode="multiple" options={options} loading={units.isLoading} optionFilterProp="label" />
      </Form.Item>
      <Form.Item name="controlUnits" label={t('simulator.controlUnits')} help={t('simulator.controlHelp')}>
        <Select mode="multiple" options={options} loading={units.isLoading} optionFilterProp="label" />
      </Form.Item>
    </Form>
  )
}

function useAdopting(parts: Parts) {
  const [, make] = useMutation(adoptDocument)
  const { save } = useSaving(parts)
  const [plans, setPlans] = useState<readonly Plan[] | null>(null)
  const [wrong, setWrong] = useState('')
  const [isBusy, setBusy] = useState(false)
  // One that was kept as it stands is made the plan itself; anything else is kept first.
  const before = useKeptOne(parts)
  const [code] = useState(() => (before?.isUnchanged ? before.kept.code : newCode(new Date())))
  const attempt = async ({
    title,
    treatedUnits = [],
    controlUnits = [],
    ...days
  }: Filled): Promise<string> => {
    const { period, scenario, kept } = parts
    const outcome = await save(saveInput(scenario.shown, period, { code, title }))
    if ('wrong' in outcome) return outcome.wrong
    const [baselineFrom, startDate, evaluateTo] = [days.baselineFrom, days.startDate, days.evaluateTo].map(
      (one) => one.format('YYYY-MM-DD'),
    ) as [string, string, string]
    const input = { code, baselineFrom, startDate, evaluateTo, treatedUnits, controlUnits }
    const { data, error } = await make({ input })
    if (error) return faultOf(error).message
    const [first] = data?.adoptScenario.userErrors ?? []
    if (first) return first.message
    setPlans(data?.adoptScenario.plans ?? [])
    kept.again()
    return ''
  }
  const adopt = async (filled: Filled) => {
    setBusy(true)
    setWrong(await attempt(filled))
    setBusy(false)
  }
  return { adopt, title: before?.kept.title ?? '', plans, wrong, isBusy }
}

function Made({ plans, close }: { plans: readonly Plan[]; close: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      open
      title={t('simulator.made')}
      onCancel={close}
      footer={<Button onClick={close}>{t('simulator.close')}</Button>}
    >
      <ul>
        {plans.map(({ id, code, title, expectedUplift }) => (
          <li key={id}>
            <Link to={`/plans/${encodeURIComponent(code)}`}>{title}</Link>{' '}
            {expectedUplift !== null && t('simulator.target', { uplift: written(expectedUplift, 'score') })}
          </li>
        ))}
      </ul>
      <p>{t('simulator.madeNext')}</p>
    </Modal>
  )
}
