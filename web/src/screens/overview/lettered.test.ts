import { expect, test } from 'vitest'
import { lettered } from './lettered'
import type { Annotation } from './useOverview'

const mark = (period: string | null, day: string): Annotation => ({
  day,
  period,
  kind: 'ALERT',
  code: 'queue',
  nameZh: '等位',
  nameEn: 'Waiting',
  detail: 'nps_down',
})

test('each period has a letter and all that happened in it', () => {
  const found = lettered([
    mark('2026-03', '2026-03-02'),
    mark('2026-03', '2026-03-05'),
    mark('2026-05', '2026-05-01'),
  ])

  expect(found.map(({ letter, period, happened }) => [letter, period, happened.length])).toEqual([
    ['A', '2026-03', 2],
    ['B', '2026-05', 1],
  ])
})

test('what lies in no scored period has no place', () => {
  expect(lettered([mark(null, '2026-12-01')])).toEqual([])
})

test('letters go on after Z', () => {
  const many = Array.from({ length: 28 }, (_, place) => mark(`p${place}`, '2026-01-01'))

  expect(
    lettered(many)
      .map((one) => one.letter)
      .slice(25),
  ).toEqual(['Z', 'AA', 'AB'])
})
