import { graphql } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useFilter } from '@/parts/useFilter'
import { useQuery } from 'urql'

export const MOST_COMPARED = 3

const comparedDocument = graphql(
  `
    query ComparedScenarios($codes: [String!]!) {
      compareScenarios(codes: $codes) {
        first
        second
        pFirstBetter
        reason
        npvDifference {
          ...EstimateParts
        }
      }
    }
  `,
  [estimateParts],
)

/** The scenarios that are set side by side, by their codes in the address. */
export function useCompared() {
  const [text, setText] = useFilter('compare')
  const compared = text ? text.split(',').slice(0, MOST_COMPARED) : []
  const toggle = (code: string) => {
    const after = compared.includes(code) ? compared.filter((one) => one !== code) : [...compared, code]
    setText(after.join(','))
  }
  return { compared, toggle }
}

/** Ask which of some scenarios is likely to bring more; nothing is asked for fewer than two. */
export function usePairs(codes: string[]) {
  const [{ data }] = useQuery({ query: comparedDocument, variables: { codes }, pause: codes.length < 2 })
  return codes.length < 2 ? [] : (data?.compareScenarios ?? [])
}
