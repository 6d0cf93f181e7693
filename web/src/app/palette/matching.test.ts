import { expect, test } from 'vitest'
import { matching } from './matching'

const finds = [
  { name: '总览', more: 'overview g o' },
  { name: '到店等位', more: 'queue 到店等位 Waiting for a table' },
  { name: '等位关怀', more: 'queue-care' },
]

test('all words must be there, in the name or what else it is found by', () => {
  expect(matching(finds, 'table wait').map((one) => one.name)).toEqual(['到店等位'])
  expect(matching(finds, 'QUEUE').map((one) => one.name)).toEqual(['到店等位', '等位关怀'])
  expect(matching(finds, 'nothing')).toEqual([])
})

test('what begins with what was typed comes first', () => {
  expect(matching(finds, '等位').map((one) => one.name)).toEqual(['等位关怀', '到店等位'])
})

test('without words it is what stands first, and never too many', () => {
  expect(matching(finds, ' ')[0]?.name).toBe('总览')
  expect(
    matching(
      Array.from({ length: 50 }, (_, at) => ({ name: `n${at}`, more: '' })),
      '',
    ),
  ).toHaveLength(12)
})
