import { CombinedError } from '@urql/core'
import i18next from 'i18next'
import { numberOf } from './numbers'

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
  const number = numberOf(error)
  if (error.networkError && !first) return { code: OFFLINE, message: noAnswer(), requestId: number }
  const { code, requestId = number } = (first?.extensions ?? {}) as { code?: string; requestId?: string }
  return { code: code ?? 'INTERNAL_SERVER_ERROR', message: first?.message ?? error.message, requestId }
}

/** Return why no answer came, in words: what browsers say of it is in their own language and helps nobody. */
export function noAnswer(): string {
  return i18next.t(navigator.onLine ? 'fault.noAnswer' : 'fault.noNetwork')
}

/** Return whether the session has ended, or never began. */
export const isSignedOut = (error: CombinedError): boolean => hasCode(error, UNAUTHENTICATED)

/** Return whether a second factor is wanted before anything else is answered. */
export const needsFactor = (error: CombinedError): boolean => hasCode(error, 'SECOND_FACTOR_REQUIRED')

function hasCode(error: CombinedError, code: string): boolean {
  return error.graphQLErrors.some((one) => one.extensions['code'] === code)
}
