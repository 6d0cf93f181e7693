import { graphql, type ResultOf } from '@/api/graphql'

export const commentDocument = graphql(`
  mutation CommentOnPlan($input: CommentOnPlanInput!) {
    commentOnPlan(input: $input) {
      comment {
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

export const historyDocument = graphql(`
  query PlanHistory($plan: String!) {
    planHistory(plan: $plan, first: 50) {
      totalCount
      nodes {
        id
        at
        actorName
        action
        subjectKind
        subjectName
        before
        after
      }
    }
  }
`)

export const blockDocument = graphql(`
  mutation BlockPlan($input: BlockActionPlanInput!) {
    done: blockActionPlan(input: $input) {
      actionPlan {
        id
        revision
        blockedReason
        blockedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const unblockDocument = graphql(`
  mutation UnblockPlan($input: ActionPlanIdInput!) {
    done: unblockActionPlan(input: $input) {
      actionPlan {
        id
        revision
        blockedReason
        blockedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export type Happening = ResultOf<typeof historyDocument>['planHistory']['nodes'][number]
