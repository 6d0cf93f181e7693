import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema.d.ts'

/** Write a document of the console: typed by the committed schema, sent by its hash. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  disableMasking: true
  scalars: {
    Date: string
    DateTime: string
    Decimal: string
    JSON: unknown
    Money: string
    Period: string
  }
}>()

export type { ResultOf, VariablesOf } from 'gql.tada'
