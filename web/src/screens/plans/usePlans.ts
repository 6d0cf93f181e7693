import { useViewer } from '@/app/viewer'
import { useQuestion } from '@/parts/useQuestion'
import { planDocument, plansDocument } from './documents'
import { originCodes } from './origin'

// A company without plans gets its first one: what it changes is named here, as an empty answer names nothing.
const CONTEXT = { additionalTypenames: ['ActionPlan', 'ActionTask', 'PlanComment', 'PlanEvaluation'] }

/** All plans, and what the newest evaluation of each found. */
export function usePlans() {
  const { can } = useViewer()
  return useQuestion(plansDocument, { people: can('members:read') }, CONTEXT)
}

/** One plan with its units and tasks, its evaluations, and its forecast beside what it brought. */
export function usePlan(code: string) {
  const { can, isBoundToUnits } = useViewer()
  const whole = { people: can('members:read'), whole: !isBoundToUnits }
  const asked = { code, codes: [code], origins: originCodes(code), ...whole }
  return useQuestion(planDocument, asked, CONTEXT)
}
