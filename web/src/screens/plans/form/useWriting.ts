import { App, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Fault } from '@/api/errors'
import { useFilter } from '@/parts/useFilter'
import type { Plan } from '../documents'
import { kept } from './kept'
import { useSavePlan, type Saved } from './useSavePlan'
import { blank, placeOf, typedOf, type Values } from './values'

/** Return what the form of a plan needs: what it begins with, what keeps what is typed, what saves it. */
export function useWriting(plan: Plan | null) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [touchpoint] = useFilter('touchpoint')
  const send = useSavePlan(plan)
  const [form] = Form.useForm<Values>()
  const [fault, setFault] = useState<Fault | null>(null)
  const [isBusy, setBusy] = useState(false)
  const name = plan ? `${plan.code}.${plan.revision}` : 'new'
  const stored = () => (plan ? typedOf(plan) : blank(new Date().toISOString().slice(0, 10), touchpoint))
  const [first] = useState(() => kept.read(name) ?? stored())
  const show = ({ errors }: Saved) => {
    for (const { field, message: text } of errors) {
      const place = placeOf(field)
      const isShown = form.getFieldInstance(place as never) !== undefined
      if (isShown) form.setFields([{ name: place as never, errors: [text] }])
      else void message.error(text)
    }
  }
  const save = async (values: Values) => {
    setBusy(true)
    const saved = await send(values)
    setBusy(false)
    setFault(saved.fault ?? null)
    show(saved)
    if (!saved.code) return
    kept.forget(name)
    void message.success(t('plans.saved'))
    await navigate(`/plans/${saved.code}`)
  }
  const startOver = () => {
    kept.forget(name)
    form.resetFields()
    form.setFieldsValue(stored())
  }
  const note = (values: Partial<Values>) => kept.write(name, values)
  return { form, first, note, save, startOver, fault, isBusy }
}
