import type { Plan, PlanDesign, PlanMetric } from '../documents'

/** What is typed into the form. Days are ISO dates; money and uplift are numbers in major units. */
export interface Values {
  title: string
  code: string
  problem?: string
  touchpoint?: string | null
  metric: PlanMetric
  design?: PlanDesign
  baselineFrom: string
  startDate: string
  evaluateTo: string
  treatedUnits: string[]
  controlUnits: string[]
  expectedUplift?: number | null
  cost?: number | null
  budget?: number | null
  leadDepartment?: string | null
  owner?: string | null
  tasks?: { title?: string; dueDate?: string }[]
}

const BEFORE_MONTHS = 4
const AFTER_MONTHS = 3

/** Return what a new plan begins with: a start next month, and as many months around it as a verdict needs. */
export function blank(today: string, touchpoint: string | null): Partial<Values> {
  return {
    metric: 'VALUE',
    design: 'AUTO',
    touchpoint,
    baselineFrom: monthStart(today, 1 - BEFORE_MONTHS),
    startDate: monthStart(today, 1),
    evaluateTo: monthStart(today, 1 + AFTER_MONTHS),
    treatedUnits: [],
    controlUnits: [],
  }
}

/** Return a stored plan as it is typed. */
export function typedOf(plan: Plan): Partial<Values> {
  const units = (arm: string) => plan.units.nodes.filter((one) => one.arm === arm).map((one) => one.unit.code)
  return {
    title: plan.title,
    code: plan.code,
    problem: plan.problem,
    touchpoint: plan.touchpoint?.code ?? null,
    metric: plan.metric,
    design: plan.design,
    baselineFrom: plan.baselineFrom,
    startDate: plan.startDate,
    evaluateTo: plan.evaluateTo,
    treatedUnits: units('TREATED'),
    controlUnits: units('CONTROL'),
    expectedUplift: plan.expectedUplift,
    cost: plan.cost === null ? null : Number(plan.cost),
    budget: plan.budget === null ? null : Number(plan.budget),
    leadDepartment: plan.leadDepartment?.code ?? null,
    owner: plan.owner?.email ?? null,
  }
}

/** Return what is sent: empty fields as null, money as text. Who owns it is added where people may be seen. */
export function sentOf(values: Values) {
  const { title, metric, baselineFrom, startDate, evaluateTo, treatedUnits, controlUnits } = values
  return {
    plan: {
      ...{ title, metric, baselineFrom, startDate, evaluateTo, treatedUnits, controlUnits },
      design: values.design ?? 'AUTO',
      problem: values.problem ?? '',
      touchpoint: values.touchpoint ?? null,
      expectedUplift: values.expectedUplift ?? null,
      cost: money(values.cost),
      budget: money(values.budget),
      leadDepartment: values.leadDepartment ?? null,
    },
    code: values.code,
    tasks: (values.tasks ?? []).flatMap(({ title: task, dueDate }) =>
      task?.trim() ? [{ title: task.trim(), ...(dueDate ? { dueDate } : {}) }] : [],
    ),
  }
}

function money(amount: number | null | undefined): string | null {
  return amount === null || amount === undefined ? null : String(amount)
}

/** Return the field of the form that an error of the server is about. */
export function placeOf(field: string): (string | number)[] {
  const [, ...path] = field.split('.')
  return path.map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Return the first day of the month that is so many months after a day's. */
function monthStart(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}
