import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'
import type { Asked } from './asked'

const effectParts = graphql(
  `
    fragment EffectParts on ScenarioEffect {
      before {
        ...EstimateParts
      }
      change {
        ...EstimateParts
      }
      after {
        ...EstimateParts
      }
    }
  `,
  [estimateParts],
)

const forecastDocument = graphql(
  `
    query ScenarioForecast($input: ScenarioForecastInput!) {
      scenarioForecast(input: $input) {
        status
        reason
        period
        deltaEquity {
          ...EstimateParts
        }
        cost {
          ...EstimateParts
        }
        npv {
          ...EstimateParts
        }
        roi {
          ...EstimateParts
        }
        paybackMonths {
          ...EstimateParts
        }
        pNpvPositive
        experience {
          ...EffectParts
        }
        repurchase {
          ...EffectParts
        }
        referrals {
          ...EffectParts
        }
        moves {
          touchpoint
          gain {
            ...EstimateParts
          }
        }
        doubt {
          source
          share
        }
        reaches {
          touchpoint
          lowest
          highest
          n
          reason
        }
        assumptions {
          horizonMonths
          discountRateMonthly
          marginRate
          followUpMonths
          referralIncrementalShare
          windowMonths
          causalShare
          causalShareSd
          causalPlans
        }
      }
    }
  `,
  [estimateParts, effectParts],
)

const guessParts = graphql(`
  fragment GuessParts on Guess {
    low
    mode
    high
  }
`)

const keptDocument = graphql(
  `
    query KeptScenarios($period: Period!) {
      scenarios(first: 50) {
        nodes {
          id
          code
          title
          period
          status
          reason
          plans
          answeredAt
          deltaEquity {
            ...EstimateParts
          }
          cost {
            ...EstimateParts
          }
          npv {
            ...EstimateParts
          }
          pNpvPositive
          experience {
            ...EffectParts
          }
          repurchase {
            ...EffectParts
          }
          referrals {
            ...EffectParts
          }
          moves {
            touchpoint
            share
            uplift {
              ...GuessParts
            }
          }
          terms {
            cost {
              ...GuessParts
            }
            monthlyCost {
              ...GuessParts
            }
            rampMonths
            halfLifeMonths
            horizonMonths
            discountRateMonthly
            causalShare
          }
        }
      }
      touchpoints(first: 100) {
        nodes {
          id
          code
          nameZh
          nameEn
        }
      }
      scores: experienceReturnScores(scope: TOUCHPOINT, period: $period, first: 100) {
        nodes {
          id
          code
          value {
            ...EstimateParts
          }
        }
      }
    }
  `,
  [estimateParts, effectParts, guessParts],
)

export type Forecast = ResultOf<typeof forecastDocument>['scenarioForecast']
export type Effect = ResultOf<typeof effectParts>
export type Kept = ResultOf<typeof keptDocument>
export type KeptScenario = Kept['scenarios']['nodes'][number]

/** Ask what a scenario would bring; the answer to the latest question is the one that is shown. */
export const useForecast = (period: string, asked: Asked) =>
  useQuestion(forecastDocument, { input: { ...asked, period } })

/** Ask the scenarios that were kept, and how touchpoints are called and stand. */
export const useKept = (period: string) => useQuestion(keptDocument, { period })
