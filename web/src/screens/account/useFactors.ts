import { graphql, type ResultOf } from '@/api/graphql'
import { useQuestion, type Answer } from '@/parts/useQuestion'

const factorsDocument = graphql(`
  query SignInFactors {
    viewer {
      secondFactor {
        since
        recoveryCodesLeft
      }
    }
  }
`)

export type Factors = Answer<ResultOf<typeof factorsDocument>>

/** Ask what is asked of the person besides the password. */
export const useFactors = (): Factors => useQuestion(factorsDocument, {})
