import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import { graphql } from '@/api/graphql'

export type Example = 'load' | 'remove'

const loadDocument = graphql(`
  mutation LoadDemonstration($confirm: String!) {
    done: loadDemonstration(input: { confirm: $confirm }) {
      job {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

const removeDocument = graphql(`
  mutation RemoveDemonstration($confirm: String!) {
    done: removeDemonstration(input: { confirm: $confirm }) {
      job {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

/** Return a way to have example data loaded or taken away; it gives the job, or why there is none. */
export function useExamples(kind: Example) {
  const load = useMutation(loadDocument)
  const remove = useMutation(removeDocument)
  const [{ fetching }, change] = kind === 'load' ? load : remove
  const ask = async (confirm: string) => {
    const { data, error } = await change({ confirm })
    const problem = error ? faultOf(error).message : data?.done.userErrors[0]?.message
    return { job: data?.done.job?.id ?? null, problem }
  }
  return { ask, isAsking: fetching }
}
