import { graphql, type ResultOf } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { useQuestion } from '@/parts/useQuestion'

const choicesDocument = graphql(`
  query PlanChoices($people: Boolean!) {
    touchpoints(first: 100) {
      nodes {
        id
        code
        nameZh
        nameEn
      }
    }
    units(first: 100) {
      nodes {
        id
        code
        name
        kind
      }
    }
    departments(first: 100) {
      nodes {
        id
        code
        nameZh
        nameEn
      }
    }
    members(first: 100) @include(if: $people) {
      nodes {
        id
        email
        name
        isActive
      }
    }
  }
`)

export type Choices = ResultOf<typeof choicesDocument>

/** What a plan can name: touchpoints, units, departments and, for who may see them, people. */
export function useChoices() {
  const { can } = useViewer()
  return useQuestion(choicesDocument, { people: can('members:read') })
}
