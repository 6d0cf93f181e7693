import type { CombinedError, TypedDocumentNode } from '@urql/core'
import { useEffect, useMemo } from 'react'
import { useQuery, type AnyVariables } from 'urql'
import { connection } from '@/api/connection'
import { faultOf, type Fault } from '@/api/errors'

/** What is known of a question: its answer, the last one while a new one comes, or why there is none. */
export interface Answer<T> {
  data: T | undefined
  fault: Fault | undefined
  error: CombinedError | undefined
  isLoading: boolean
  again: () => void
}

/** Ask a document, and again when the variables change. */
export function useQuestion<T, V extends AnyVariables>(
  query: TypedDocumentNode<T, V>,
  variables: V,
  context?: Record<string, unknown>,
): Answer<T> {
  const [{ data, error, fetching, stale }, ask] = useQuery<T, AnyVariables>({
    query,
    variables,
    ...(context ? { context } : {}),
  })
  const isLost = !!error?.networkError
  useEffect(() => {
    if (!isLost) return undefined
    // What got no answer is asked again by itself once the server is within reach.
    return connection.follow(() => {
      if (connection.get() === 'online') ask({ ...context, requestPolicy: 'network-only' })
    })
  }, [isLost, ask, context])
  return useMemo(
    () => ({
      data: data ?? undefined,
      error,
      fault: error && !data ? faultOf(error) : undefined,
      isLoading: fetching || stale,
      again: () => ask({ ...context, requestPolicy: 'network-only' }),
    }),
    [data, error, fetching, stale, ask, context],
  )
}
