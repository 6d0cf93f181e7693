import { graphql, type ResultOf } from '@/api/graphql'

/** What is asked of every statistic, so that no number is shown without its interval and its n. */
export const estimateParts = graphql(`
  fragment EstimateParts on Estimate {
    value
    low
    high
    n
    status
    reason
  }
`)

export type Estimate = ResultOf<typeof estimateParts>
