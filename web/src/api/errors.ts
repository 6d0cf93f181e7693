import { CombinedError } from '@urql/core'

/** Why something that was asked of the server did not come: for people, and for whoever helps them. */
export interface Fault {
  code: string
  message: string
  requestId?: string | undefined
  /** Seconds after which another try makes sense. */
  retryAfter?: number | undefined
}

export const OFFLINE = 'OFFLINE'
export const UNAUTHENTICATED = 'UNAUTHENTICATED'

/** Return what a GraphQL error says, in our own form. */
export function faultOf(error: CombinedError): Fault {
  const first = error.graphQLErrors[0]
  if (error.networkError && !first) return { code: OFFLINE, message: error.networkError.message }
  const { code, requestId } = (first?.extensions ?? {}) as { code?: string; requestId?: string }
  return { code: code ?? 'INTERNAL_SERVER_ERROR', message: first?.message ?? error.message, requestId }
}

/** Return whether the session has ended, or never began. */
export function isSignedOut(error: CombinedError): boolean {
  return error.graphQLErrors.some((one) => one.extensions['code'] === UNAUTHENTICATED)
}
