import { makeOperation, type CombinedError, type Operation } from '@urql/core'

export const NUMBER = 'X-Request-Id'
const BYTES = 16
const numbers = new WeakMap<CombinedError, string>()

/** Return a new number for a request, which the server takes over: it is known even when no answer comes. */
export function newNumber(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (one) =>
    one.toString(16).padStart(2, '0'),
  ).join('')
}

/** Give an operation a number of its own each time it is sent. */
export function numbered(operation: Operation): Operation {
  if (operation.kind === 'teardown') return operation
  const { fetchOptions: given } = operation.context
  const requestId = newNumber()
  const fetchOptions = () => {
    const before = typeof given === 'function' ? given() : given
    return { ...before, headers: { ...(before?.headers as Record<string, string>), [NUMBER]: requestId } }
  }
  return makeOperation(operation.kind, operation, { ...operation.context, fetchOptions, requestId })
}

/** Remember which request an error came of. */
export function noteNumber(error: CombinedError, operation: Operation): void {
  const { requestId } = operation.context as { requestId?: string }
  if (requestId) numbers.set(error, requestId)
}

/** Return the number of the request that an error came of. */
export const numberOf = (error: CombinedError): string | undefined => numbers.get(error)
