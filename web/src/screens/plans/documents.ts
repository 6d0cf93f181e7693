import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'

/** What every view of the board shows of a plan. */
export const planParts = graphql(`
  fragment PlanParts on ActionPlan {
    id
    code
    title
    state
    metric
    currency
    baselineFrom
    startDate
    evaluateTo
    cost
    expectedUplift
    approvedAt
    forecast
    blockedReason
    blockedAt
    revision
    touchpoint {
      id
      code
      nameZh
      nameEn
    }
    leadDepartment {
      id
      code
      nameZh
      nameEn
    }
    tasks(first: 25) {
      nodes {
        id
        title
        progress
        dueDate
        dependsOn {
          id
          title
          progress
        }
      }
    }
  }
`)

/** What an evaluation found, as the board and the overview of a plan say it. */
export const findingParts = graphql(
  `
    fragment FindingParts on PlanEvaluation {
      id
      number
      verdict
      createdAt
      effect {
        ...EstimateParts
      }
      money {
        ...EstimateParts
      }
      roi {
        ...EstimateParts
      }
    }
  `,
  [estimateParts],
)

export const plansDocument = graphql(
  `
    query Plans($people: Boolean!) {
      actionPlans(first: 100, order: NEWEST) {
        nodes {
          ...PlanParts
          owner @include(if: $people) {
            id
            name
            email
          }
        }
      }
      planEvaluations(first: 100, latestOnly: true) {
        nodes {
          ...FindingParts
          plan {
            id
          }
        }
      }
    }
  `,
  [planParts, findingParts],
)

export const planDocument = graphql(
  `
    query Plan(
      $code: String!
      $codes: [String!]!
      $origins: [String!]!
      $people: Boolean!
      $whole: Boolean!
    ) {
      actionPlans(first: 1, filter: { codes: $codes }) {
        nodes {
          ...PlanParts
          problem
          budget
          design
          unitOfEffect
          closingNote
          controlTouchpoints
          treatedCustomersAttribute
          owner @include(if: $people) {
            id
            name
            email
          }
          work: tasks(first: 100) {
            nodes {
              id
              title
              progress
              dueDate
              cost
              revision
              department {
                id
                code
                nameZh
                nameEn
              }
              assignee @include(if: $people) {
                id
                name
                email
              }
              checklist {
                title
                isDone
              }
              dependsOn {
                id
                title
                progress
              }
            }
          }
          comments(first: 50) {
            totalCount
            nodes {
              id
              authorName
              text
              mentions
              writtenAt
            }
          }
          units(first: 100) {
            nodes {
              id
              arm
              startDate
              unit {
                id
                code
                name
              }
            }
          }
        }
      }
      planEvaluations(plan: $code, first: 5) {
        nodes {
          ...FindingParts
          design
          designKind
          reason
          pValue
          placeboP
          smallestDetectable
          smallestDetectableHarm
          plainEffect {
            ...EstimateParts
          }
          placebo {
            ...EstimateParts
          }
          course @include(if: $whole) {
            firstDay
            endDay
            isAfter
            treated {
              ...EstimateParts
            }
            control {
              ...EstimateParts
            }
          }
        }
      }
      scenarios(codes: $origins, first: 10) @include(if: $whole) {
        nodes {
          id
          code
          title
          period
          plans
          npv {
            ...EstimateParts
          }
        }
      }
      forecastCalibration @include(if: $whole) {
        plans(first: 100) {
          nodes {
            code
            inside
            backdated
            reason
            forecast {
              ...EstimateParts
            }
            outcome {
              ...EstimateParts
            }
          }
        }
      }
    }
  `,
  [planParts, findingParts, estimateParts],
)

export type Board = ResultOf<typeof plansDocument>
export type BoardPlan = Board['actionPlans']['nodes'][number]
export type Finding = Board['planEvaluations']['nodes'][number]
export type PlanState = BoardPlan['state']
export type PlanDesign = ResultOf<typeof planDocument>['actionPlans']['nodes'][number]['design']
export type PlanMetric = BoardPlan['metric']
export type Told = ResultOf<typeof planDocument>
export type Plan = Told['actionPlans']['nodes'][number]
export type Task = Plan['work']['nodes'][number]
export type Evaluation = Told['planEvaluations']['nodes'][number]
export type Outcome = NonNullable<Told['forecastCalibration']>['plans']['nodes'][number]
