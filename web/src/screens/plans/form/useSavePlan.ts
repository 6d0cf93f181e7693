import { useMutation } from 'urql'
import { faultOf, type Fault } from '@/api/errors'
import { graphql } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import type { Plan } from '../documents'
import { sentOf, type Values } from './values'

const createDocument = graphql(`
  mutation CreatePlan($input: CreateActionPlanInput!) {
    saved: createActionPlan(input: $input) {
      actionPlan {
        id
        code
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const updateDocument = graphql(`
  mutation UpdatePlan($input: UpdateActionPlanInput!) {
    saved: updateActionPlan(input: $input) {
      actionPlan {
        id
        code
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export interface Saved {
  code?: string | undefined
  errors: { field: string; message: string }[]
  fault?: Fault
}

/** Return what saves a plan: a new one, or a draft at the revision that was read. */
export function useSavePlan(plan: Plan | null): (values: Values) => Promise<Saved> {
  const { can } = useViewer()
  const [, create] = useMutation(createDocument)
  const [, update] = useMutation(updateDocument)
  return async (values) => {
    const { plan: fields, code, tasks } = sentOf(values)
    const input = { ...fields, ...(can('members:read') ? { owner: values.owner ?? null } : {}) }
    const { data, error } = plan
      ? await update({ input: { ...input, id: plan.id, revision: plan.revision } })
      : await create({ input: { ...input, code, tasks } })
    if (error) return { errors: [], fault: faultOf(error) }
    return { code: data?.saved.actionPlan?.code, errors: data?.saved.userErrors ?? [] }
  }
}
