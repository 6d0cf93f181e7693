import { CombinedError, createRequest, gql, makeOperation, type Operation } from '@urql/core'
import { expect, test } from 'vitest'
import { faultOf } from './errors'
import { newNumber, noteNumber, NUMBER, numbered } from './numbers'

const asked = (): Operation =>
  makeOperation(
    'query',
    createRequest(
      gql`
        {
          a
        }
      `,
      {},
    ),
    {
      url: '/graphql',
      requestPolicy: 'network-only',
      fetchOptions: () => ({ headers: { 'X-CSRFToken': 'token' } }),
    } as unknown as Operation['context'],
  )

const headersOf = ({ context: { fetchOptions } }: Operation) =>
  (typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions)?.headers as Record<string, string>

test('each request has a number of its own, which the server takes over', () => {
  const [one, other] = [newNumber(), newNumber()]

  expect(one).toMatch(/^[0-9a-f]{32}$/)
  expect(one).not.toBe(other)
})

test('an operation carries its number beside what it carried before, another one each time', () => {
  const first = numbered(asked())
  const again = numbered(first)

  expect(headersOf(first)).toEqual({ 'X-CSRFToken': 'token', [NUMBER]: first.context['requestId'] })
  expect(headersOf(again)[NUMBER]).toBe(again.context['requestId'])
  expect(again.context['requestId']).not.toBe(first.context['requestId'])
})

test('where nothing answers, people are told so in their language, with the number', () => {
  const operation = numbered(asked())
  const error = new CombinedError({ networkError: new Error('Failed to fetch') })
  noteNumber(error, operation)

  const fault = faultOf(error)

  expect(fault.message).toMatch(/^The (server does not answer|network is away)/)
  expect(fault.requestId).toBe(operation.context['requestId'])
})
