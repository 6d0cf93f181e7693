import type { PlanState } from './documents'

/** Columns of the board, in the order of a plan's life. */
export const COLUMNS: PlanState[] = ['DRAFT', 'PROPOSED', 'APPROVED', 'RUNNING', 'DONE', 'CANCELLED']

export type StepName = 'submit' | 'return' | 'approve' | 'start' | 'close' | 'cancel' | 'reopen'

/** A way from one state to another, and whether people are asked to say why, or to say it twice. */
export interface Step {
  name: StepName
  to: PlanState
  needs: 'plans:write' | 'plans:approve'
  asks: 'nothing' | 'note' | 'certainty'
}

const submit: Step = { name: 'submit', to: 'PROPOSED', needs: 'plans:write', asks: 'nothing' }
const back: Step = { name: 'return', to: 'DRAFT', needs: 'plans:approve', asks: 'note' }
const approve: Step = { name: 'approve', to: 'APPROVED', needs: 'plans:approve', asks: 'certainty' }
const start: Step = { name: 'start', to: 'RUNNING', needs: 'plans:write', asks: 'nothing' }
const close: Step = { name: 'close', to: 'DONE', needs: 'plans:write', asks: 'note' }
const cancel: Step = { name: 'cancel', to: 'CANCELLED', needs: 'plans:write', asks: 'note' }
const reopen = (to: PlanState): Step => ({ name: 'reopen', to, needs: 'plans:write', asks: 'nothing' })

/** Return where a plan can go from where it is. Approval freezes it: nothing goes back behind that. */
export function stepsOf({ state, approvedAt }: { state: PlanState; approvedAt: string | null }): Step[] {
  const known: Record<PlanState, Step[]> = {
    DRAFT: [submit, approve, cancel],
    PROPOSED: [approve, back, cancel],
    APPROVED: [start, close, cancel],
    RUNNING: [close, cancel],
    DONE: [reopen('RUNNING')],
    CANCELLED: approvedAt ? [reopen('APPROVED'), reopen('RUNNING')] : [reopen('DRAFT'), reopen('PROPOSED')],
  }
  return known[state]
}

/** Return the step that takes another one back, null for approval, which is for good. */
export function undoOf(step: Step, from: PlanState): Step | null {
  if (step.name === 'approve') return null
  if (step.name === 'return') return submit
  if (step.name === 'reopen') return from === 'DONE' ? close : cancel
  return reopen(from)
}
