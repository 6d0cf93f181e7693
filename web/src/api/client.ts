import { cacheExchange, Client, fetchExchange, mapExchange, type Operation } from '@urql/core'
import { authExchange } from '@urql/exchange-auth'
import { retryExchange } from '@urql/exchange-retry'
import i18next from 'i18next'
import { noteReach } from './connection'
import { csrfToken } from './page'
import { isSignedOut } from './errors'
import { byHash } from './hashes'
import { noteNumber, numbered } from './numbers'
import { signInAgain } from './session'

const TRIES = 3

/** Make the client. Nothing is asked twice that changes something; what only reads is tried again for a while. */
export function makeClient(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: 'within-url-limit',
    fetchOptions: () => ({
      credentials: 'same-origin',
      headers: { 'X-CSRFToken': csrfToken(), 'Accept-Language': i18next.language },
    }),
    exchanges: [
      cacheExchange,
      mapExchange({ onResult: (result) => noteReach(!result.error?.networkError) }),
      authExchange(async () => ({
        addAuthToOperation: (operation) => operation,
        didAuthError: (error, operation) => isSignedOut(error) && !asksWhoIsThere(operation),
        refreshAuth: async () => {
          await signInAgain()
        },
      })),
      retryExchange({
        maxNumberAttempts: TRIES,
        retryIf: (error, operation) => operation.kind === 'query' && !!error.networkError,
      }),
      mapExchange({ onOperation: numbered, onError: noteNumber }),
      byHash,
      fetchExchange,
    ],
  })
}

/** The first question of all, which somebody who is not signed in asks too. */
function asksWhoIsThere(operation: Operation): boolean {
  return operation.context['isFirst'] === true
}
