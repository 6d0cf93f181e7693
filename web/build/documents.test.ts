import { expect, test } from 'vitest'
import { composed, literalsOf } from './documents'

const SDL = 'type Query { plan: Plan } type Plan { id: ID! title: String! next: Plan }'
const TITLE = 'fragment Title on Plan { title next { ...Deep } }'
const DEEP = 'fragment Deep on Plan { id }'

test('documents are found where they are written', () => {
  const module =
    'const a = graphql(`query A { plan { id } }`)\nconst b = graphql(\n  `\n query B { plan { id } }`, [x])'

  expect(literalsOf(module)).toHaveLength(2)
})

test('an operation brings the fragments it names, however deep, and asks for types', () => {
  const [plan] = composed(['query Plan { plan { ...Title } }', TITLE, DEEP], SDL)

  expect(plan?.text).toContain('fragment Deep on Plan')
  expect(plan?.text.match(/__typename/g)).toHaveLength(4)
  expect(plan?.text.startsWith('query Plan {\n  plan {\n    ...Title\n    __typename')).toBe(true)
  expect(plan?.hash).toMatch(/^[0-9a-f]{64}$/)
})

test.each([
  ['does not fit the schema', ['query A { plan { price } }'], 'Cannot query field "price"'],
  [
    'has the name of another',
    ['query A { plan { id } }', 'query A { plan { title } }'],
    'two documents are named A',
  ],
  ['has no name', ['{ plan { id } }'], 'has a name'],
  ['names a fragment that is not there', ['query A { plan { ...Gone } }'], 'no fragment Gone'],
])('a document that %s fails the build', (_, literals, words) => {
  expect(() => composed(literals, SDL)).toThrow(words)
})
