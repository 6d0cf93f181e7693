import { makeOperation, type Exchange, type Operation, type OperationResult } from '@urql/core'
import { filter, makeSubject, map, merge, pipe } from 'wonka'
import hashes from 'virtual:persisted'

const UNKNOWN = 'PersistedQueryNotFound'

/**
 * Name documents by their hashes. The text is sent only to a server that does not know this build's documents, as
 * during an update.
 */
export const byHash: Exchange = ({ forward }) => {
  const again = makeSubject<Operation>()
  return (operations$) =>
    pipe(
      forward(merge([pipe(operations$, map(named)), again.source])),
      filter((result) => {
        if (!isUnknown(result)) return true
        again.next(plain(result.operation))
        return false
      }),
    )
}

function isUnknown(result: OperationResult): boolean {
  return !!result.operation.extensions && !!result.error?.graphQLErrors.some((one) => one.message === UNKNOWN)
}

function named(operation: Operation): Operation {
  const sha256Hash = hashes[nameOf(operation) ?? '']
  if (!sha256Hash || operation.kind === 'teardown') return operation
  return { ...operation, extensions: { ...operation.extensions, persistedQuery: { version: 1, sha256Hash } } }
}

function plain(operation: Operation): Operation {
  const bare = { ...operation }
  delete bare.extensions
  return makeOperation(operation.kind, bare)
}

function nameOf(operation: Operation): string | undefined {
  const [first] = operation.query.definitions
  return first && 'name' in first ? first.name?.value : undefined
}
