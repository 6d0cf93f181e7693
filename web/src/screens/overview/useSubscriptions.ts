import { useMutation } from 'urql'
import { graphql, type ResultOf, type VariablesOf } from '@/api/graphql'
import { useQuestion } from '@/parts/useQuestion'

const robotsDocument = graphql(`
  query Subscriptions {
    webhookEndpoints(first: 50) {
      nodes {
        id
        name
        kind
        state
        events
        reason
      }
    }
  }
`)

const subscribeDocument = graphql(`
  mutation Subscribe($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      endpoint {
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

const endDocument = graphql(`
  mutation EndSubscription($id: ID!) {
    deleteWebhookEndpoint(input: { id: $id }) {
      deletedId
      userErrors {
        code
        field
        message
      }
    }
  }
`)

const testDocument = graphql(`
  mutation TestSubscription($id: ID!) {
    testWebhookEndpoint(input: { id: $id }) {
      delivery {
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

export type Wish = VariablesOf<typeof subscribeDocument>['input']
export type Robot = ResultOf<typeof robotsDocument>['webhookEndpoints']['nodes'][number]

export const useRobots = () => useQuestion(robotsDocument, {})
export const useSubscribe = () => useMutation(subscribeDocument)
export const useEnd = () => useMutation(endDocument)
export const useTest = () => useMutation(testDocument)

/** What a group chat can be told of from here. */
export const EVENTS = ['score.computed', 'alert.opened', 'plan.evaluated'] as const
