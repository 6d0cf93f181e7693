import { expect, test } from 'vitest'
import { mentioned } from './mentioned'

const people = [
  { email: 'ops@hotpot.example', name: '陈晓岚' },
  { email: 'analyst@hotpot.example', name: '' },
]

test.each([
  ['@陈晓岚 请看', ['ops@hotpot.example']],
  ['@analyst@hotpot.example and @陈晓岚, @陈晓岚', ['ops@hotpot.example', 'analyst@hotpot.example']],
  ['陈晓岚 said so', []],
  ['@', []],
])('%s calls %j', (text, addresses) => {
  expect(mentioned(text, people)).toEqual(addresses)
})
