import { useTranslation } from 'react-i18next'
import { COLUMNS } from '../steps'
import type { Happening } from './documents'

const ACTIONS = {
  'plan.created': 'plans.happened.created',
  'plan.updated': 'plans.happened.updated',
  'plan.submitted': 'plans.happened.submitted',
  'plan.returned': 'plans.happened.returned',
  'plan.approved': 'plans.happened.approved',
  'plan.started': 'plans.happened.started',
  'plan.closed': 'plans.happened.closed',
  'plan.cancelled': 'plans.happened.cancelled',
  'plan.reopened': 'plans.happened.reopened',
  'plan.evaluated': 'plans.happened.evaluated',
  'plan.blocked': 'plans.happened.blocked',
  'plan.unblocked': 'plans.happened.unblocked',
  'plan.commented': 'plans.happened.commented',
  'task.created': 'plans.happened.taskCreated',
  'task.updated': 'plans.happened.taskUpdated',
  'task.completed': 'plans.happened.taskCompleted',
  'task.deleted': 'plans.happened.taskDeleted',
  'task.reordered': 'plans.happened.tasksReordered',
} as const
/** Fields whose old and new values say something to people, with their names. */
const FIELDS = {
  title: 'plans.title',
  state: 'plans.state',
  progress: 'plans.howFar',
  due_date: 'plans.dueDate',
  blocked_reason: 'plans.blocked',
  closing_note: 'plans.learned',
  start_date: 'plans.start',
  evaluate_to: 'plans.due',
  expected_uplift: 'plans.expectedUplift',
} as const
const CREATED = /\.(created|deleted)$/

/** Return how an audited event is said: what was done, and what changed from what to what. */
export function useHappening(): (happening: Happening) => string {
  const { t } = useTranslation()
  const said = (field: keyof typeof FIELDS, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('plans.nothing')
    const state = COLUMNS.find((one) => one.toLowerCase() === value)
    return field === 'state' && state ? t(`plan.state.${state}`) : String(value)
  }
  return ({ action, subjectKind, subjectName, before, after }) => {
    const known = ACTIONS[action as keyof typeof ACTIONS]
    const what = known ? t(known) : action
    const named = subjectKind === 'task' ? `${what} “${subjectName}”` : what
    if (CREATED.test(action)) return named
    const [was, became] = [rowOf(before), rowOf(after)]
    const changes = (Object.keys(FIELDS) as (keyof typeof FIELDS)[])
      .filter((field) => field in became)
      .map((field) => `${t(FIELDS[field])}: ${said(field, was[field])} → ${said(field, became[field])}`)
    return [named, ...changes].join(' · ')
  }
}

function rowOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
