import { expect, test } from 'vitest'
import { clock } from '@/parts/sign-in/EnteringFault'
import { placeOf } from './enterAt'

test.each([
  ['/journeys?period=2026-08', '/journeys?period=2026-08'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  [null, '/'],
])('a link to %s leads to %s', (next, place) => {
  expect(placeOf(next)).toBe(place)
})

test('how long to wait is told in minutes and seconds', () => {
  expect([clock(299), clock(60), clock(5)]).toEqual(['4:59', '1:00', '0:05'])
})
