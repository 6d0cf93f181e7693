import { Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { useNames, type Named } from '@/parts/names'
import type { PlanDesign, PlanMetric } from '../documents'
import { TaskFields } from './TaskFields'
import type { Choices } from './useChoices'
import styles from './Form.module.css'

const METRICS: PlanMetric[] = [
  'VALUE',
  'NPS',
  'CSAT',
  'CES',
  'LOYALTY',
  'REPURCHASE',
  'RETENTION',
  'REVENUE',
  'MARGIN',
]
const DESIGNS: PlanDesign[] = ['AUTO', 'RANDOMISED', 'DID', 'STAGGERED', 'SINGLE_SERIES']
const CODE = /^[a-z0-9][a-z0-9_.-]*$/

/** The fields of a plan, in the order in which people think of them: what, how it is judged, where, who, how much. */
export function PlanFields({ choices, isNew }: { choices: Choices; isNew: boolean }) {
  return (
    <>
      <WhatFields isNew={isNew} />
      <JudgedFields choices={choices} />
      <WorkFields choices={choices} />
      {isNew && <TaskFields />}
    </>
  )
}

function WhatFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const required = [{ required: true, message: t('signIn.required') }]
  return (
    <>
      <Form.Item name="title" label={t('plans.title')} rules={required}>
        <Input maxLength={255} autoFocus={isNew} />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('plans.code')}
        extra={t('plans.codeHelp')}
        rules={[...required, { pattern: CODE, message: t('plans.codeHelp') }]}
      >
        <Input maxLength={60} disabled={!isNew} />
      </Form.Item>
      <Form.Item name="problem" label={t('plans.problem')}>
        <Input.TextArea rows={2} maxLength={5000} />
      </Form.Item>
    </>
  )
}

/** By what, where and when the plan is judged. */
function JudgedFields({ choices }: { choices: Choices }) {
  const { t } = useTranslation()
  const named = useNamed()
  const units = choices.units.nodes.map((one) => ({ value: one.code, label: one.name || one.code }))
  const metrics = METRICS.map((value) => ({ value, label: t(`plans.metrics.${value}`) }))
  return (
    <>
      <Row>
        <Form.Item name="touchpoint" label={t('plans.touchpoint')}>
          <Choice placeholder={t('plans.wholeCompany')} options={named(choices.touchpoints.nodes)} />
        </Form.Item>
        <Form.Item name="metric" label={t('plans.metric')} extra={t('plans.metricHelp')}>
          <Select options={metrics} />
        </Form.Item>
      </Row>
      <Design />
      <Form.Item name="treatedUnits" label={t('plans.treatedUnits')}>
        <Choice many options={units} />
      </Form.Item>
      <Form.Item name="controlUnits" label={t('plans.controlUnits')}>
        <Choice many placeholder={t('plans.allOthers')} options={units} />
      </Form.Item>
      <Row>
        <Day name="baselineFrom" label={t('plans.baselineFrom')} />
        <Day name="startDate" label={t('plans.start')} />
        <Day name="evaluateTo" label={t('plans.due')} />
      </Row>
    </>
  )
}

/** How it is judged, with what the way that is chosen means. */
function Design() {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const chosen = (Form.useWatch('design', form) as PlanDesign | undefined) ?? 'AUTO'
  const options = DESIGNS.map((value) => ({ value, label: t(`plans.designs.${value}`) }))
  return (
    <Form.Item name="design" label={t('plans.design')} extra={t(`evaluation.method.${chosen}`)}>
      <Select options={options} />
    </Form.Item>
  )
}

/** What it is to bring and cost, and who does it. */
function WorkFields({ choices }: { choices: Choices }) {
  const { t } = useTranslation()
  const named = useNamed()
  const people = choices.members?.nodes
    .filter((one) => one.isActive)
    .map((one) => ({ value: one.email, label: one.name || one.email }))
  return (
    <>
      <Row>
        <Amount name="expectedUplift" label={t('plans.expectedUplift')} isMoney={false} />
        <Amount name="cost" label={t('plans.cost')} />
        <Amount name="budget" label={t('plans.budget')} />
      </Row>
      <Row>
        <Form.Item name="leadDepartment" label={t('plans.department')}>
          <Choice options={named(choices.departments.nodes)} />
        </Form.Item>
        {people && (
          <Form.Item name="owner" label={t('plans.owner')}>
            <Choice options={people} />
          </Form.Item>
        )}
      </Row>
    </>
  )
}

function useNamed(): (things: (Named & { id: string })[]) => { value: string; label: string }[] {
  const called = useNames()
  return (things) => things.map((one) => ({ value: one.code, label: called(one) }))
}

const Row = ({ children }: { children: ReactNode }) => <div className={styles['row']}>{children}</div>

interface ChoiceProps {
  id?: string
  value?: string | string[] | null
  onChange?: (value: unknown) => void
  many?: boolean
  placeholder?: string
  options: { value: string; label: string }[]
}

/** Choose one or several by name; what Form.Item gives goes along. */
function Choice({ many = false, ...rest }: ChoiceProps) {
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      {...(many ? { mode: 'multiple' as const, maxTagCount: 'responsive' as const } : {})}
      {...rest}
    />
  )
}

function Day({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('signIn.required') }]}>
      <Input type="date" />
    </Form.Item>
  )
}

function Amount({ name, label, isMoney = true }: { name: string; label: string; isMoney?: boolean }) {
  const { currency } = useViewer().company
  return (
    <Form.Item name={name} label={isMoney ? `${label} (${currency})` : label}>
      <InputNumber className={styles['amount'] ?? ''} {...(isMoney ? { min: 0 } : {})} />
    </Form.Item>
  )
}
