import { Button, Drawer, Flex, Form, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { FaultNote } from '@/parts/FaultNote'
import { useFilter } from '@/parts/useFilter'
import type { Plan } from '../documents'
import { usePlan } from '../usePlans'
import { PlanFields } from './PlanFields'
import { useChoices } from './useChoices'
import { useWriting } from './useWriting'
import type { Values } from './values'

/** Write a plan or change a draft, over the screen; the address says that it is open. */
export function PlanForm({ code }: { code: string | null }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [form, open] = useFilter('form')
  const isOpen = can('plans:write') && (form === 'new' || (form === 'edit' && code !== null))
  return (
    <Drawer
      open={isOpen}
      onClose={() => open(null)}
      size={640}
      title={t(form === 'edit' ? 'plans.edit' : 'plans.new')}
      destroyOnHidden
    >
      {form === 'edit' && code ? <Change code={code} /> : <Write plan={null} />}
    </Drawer>
  )
}

/** Change a draft, as it is stored now. */
function Change({ code }: { code: string }) {
  const { data, fault, again } = usePlan(code)
  const plan = data?.actionPlans.nodes[0]
  if (fault) return <FaultNote fault={fault} again={again} />
  return plan ? <Write key={plan.id} plan={plan} /> : <Skeleton active />
}

function Write({ plan }: { plan: Plan | null }) {
  const { t } = useTranslation()
  const choices = useChoices()
  const { form, first, note, save, startOver, fault, isBusy } = useWriting(plan)
  if (choices.fault) return <FaultNote fault={choices.fault} again={choices.again} />
  if (!choices.data) return <Skeleton active paragraph={{ rows: 10 }} />
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={first}
      scrollToFirstError
      onValuesChange={(_, values) => note(values)}
      onFinish={(values) => void save(values)}
    >
      <PlanFields choices={choices.data} isNew={!plan} />
      <Flex vertical gap="middle">
        {fault && <FaultNote fault={fault} />}
        <Flex gap="small">
          <Button type="primary" htmlType="submit" loading={isBusy}>
            {t('plans.save')}
          </Button>
          <Button onClick={startOver}>{t('plans.startOver')}</Button>
        </Flex>
      </Flex>
    </Form>
  )
}
