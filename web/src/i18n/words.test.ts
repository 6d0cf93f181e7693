import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import en from './en.json'
import zh from './zh-CN.json'

const SOURCES = join(import.meta.dirname, '..')
type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value]] : Object.entries(flat(value, `${before}${key}.`)),
    ),
  )
}

const english = flat(en)
const chinese = flat(zh)
const code = globSync('**/*.{ts,tsx}', { cwd: SOURCES })
  .filter((path) => !path.includes('.test.'))
  .map((path) => readFileSync(join(SOURCES, path), 'utf8'))
  .join('\n')
const holes = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(([hole]) => hole).sort()

test('both languages have the same words, none of them empty', () => {
  expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
  expect(Object.entries({ ...english, ...chinese }).filter(([, text]) => !text.trim())).toEqual([])
})

test.each(Object.keys(english))('%s has the same holes in both languages', (key) => {
  expect(holes(chinese[key] ?? '')).toEqual(holes(english[key] ?? ''))
})

test('every word that code names is there', () => {
  const named = [...code.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key ?? '')

  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((key) => !(key in english))).toEqual([])
})

test('every word is used', () => {
  const mentioned = new Set([...code.matchAll(/'([\w]+\.[\w.]+)'/g)].map(([, key]) => key))
  const begun = [...code.matchAll(/`([\w]+\.(?:[\w]+\.)*)\$\{/g)].map(([, prefix]) => prefix ?? '')
  const unused = Object.keys(english).filter(
    (key) => !mentioned.has(key) && !begun.some((prefix) => key.startsWith(prefix)),
  )

  expect(unused).toEqual([])
})
