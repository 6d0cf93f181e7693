import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames, type Named } from '@/parts/names'
import { PlainSelect } from '@/parts/PlainSelect'
import { useFilter } from '@/parts/useFilter'
import type { BoardPlan } from './documents'

/** Return what leaves of some plans those that the address asks for. */
export function useShownPlans(): (plans: BoardPlan[]) => BoardPlan[] {
  const [touchpoint] = useFilter('touchpoint')
  const [department] = useFilter('department')
  return useCallback(
    (plans) =>
      plans.filter(
        (plan) =>
          (!touchpoint || plan.touchpoint?.code === touchpoint) &&
          (!department || plan.leadDepartment?.code === department),
      ),
    [touchpoint, department],
  )
}

/** Choose by touchpoint and by department, where the plans have some. */
export function PlanFilters({ plans }: { plans: BoardPlan[] }) {
  const { t } = useTranslation()
  return (
    <>
      <NamedFilter
        name="touchpoint"
        label={t('plans.touchpoint')}
        things={plans.map((one) => one.touchpoint)}
      />
      <NamedFilter
        name="department"
        label={t('plans.department')}
        things={plans.map((one) => one.leadDepartment)}
      />
    </>
  )
}

function NamedFilter({ name, label, things }: { name: string; label: string; things: (Named | null)[] }) {
  const called = useNames()
  const [chosen, choose] = useFilter(name)
  const known = new Map(things.flatMap((thing) => (thing ? [[thing.code, called(thing)]] : [])))
  if (known.size < 2 && !chosen) return null
  return (
    <PlainSelect
      label={label}
      value={chosen ?? ''}
      choose={(value) => choose(value || null)}
      options={[{ value: '', label }, ...[...known].map(([value, words]) => ({ value, label: words }))]}
    />
  )
}
