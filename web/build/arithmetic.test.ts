import { globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test, vi } from 'vitest'
import { computedIn, programOf } from './arithmetic'

vi.setConfig({ testTimeout: 120_000 })
const WEB = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Where files that hold statistics compute, outside src/charts, and what: places, heights, months, never a statistic. */
const LAYOUT: Record<string, string> = {
  'src/screens/journey/answers.ts': 'answers of the tests',
  'src/screens/plans/PlanList.tsx': 'order of rows',
  'src/screens/journey/curve.ts': 'places in a drawing, and the ends of its axis',
  'src/screens/journey/useTouchpoint.ts': 'places in a list of months',
  'src/screens/overview/MovedPanel.tsx': 'height of a chart',
  'src/screens/overview/useOverview.ts': 'places in a list of months',
}
/** The ends of an axis are chosen from what is drawn on it. */
const AXES = new Set(['src/screens/journey/curve.ts'])

function optionsOf(): ts.CompilerOptions {
  const path = resolve(WEB, 'tsconfig.json')
  const read: unknown = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf-8')).config
  return ts.parseJsonConfigFileContent(read, ts.sys, WEB).options
}

const nameOf = (path: string) => relative(WEB, path).replaceAll('\\', '/')

test('the console computes no statistic, and who holds some computes nothing but what is named here', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: WEB })
    .filter((path) => !/\.test\.tsx?$|^src\/(testing|i18n)\/|schema\.d\.ts$/.test(path))
    .map((path) => resolve(WEB, path))
  const program = programOf(files, optionsOf())

  const computed = files
    .flatMap((path) => computedIn(program, path))
    .map((one) => ({ ...one, file: nameOf(one.file) }))

  const statistics = computed.filter(({ file, isStatistic }) => isStatistic && !AXES.has(file))
  expect(statistics.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([])
  const holds = (file: string) => /estimate/i.test(readFileSync(resolve(WEB, file), 'utf-8'))
  const outside = computed.filter(({ file }) => !file.startsWith('src/charts/') && holds(file))
  expect([...new Set(outside.map(({ file }) => file))].toSorted()).toEqual(Object.keys(LAYOUT).toSorted())
})

const ESTIMATE = `interface Estimate { value: number | null; low: number | null; high: number | null; n: number; status: string }
declare const one: Estimate; declare const other: Estimate; declare const many: Estimate[]; declare const place: number
`

test.each([
  ['(one.value ?? 0) - (other.value ?? 0)', 1, 1],
  ['((one.low ?? 0) + (one.high ?? 0)) / 2', 2, 2],
  ['(() => { const { value } = one; return (value ?? 0) * 2 })()', 1, 1],
  ['(() => { const half = one.n; const part = half; return part / 2 })()', 1, 1],
  ['many.reduce((sum, each) => sum + (each.value ?? 0), 0)', 2, 2],
  ['(place + 1) * 2', 2, 0],
  ['many.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))', 0, 0],
  ['`${one.value} of ` + place', 0, 0],
])('%s', (code, computed, statistics) => {
  const path = resolve(WEB, 'src/snippet.ts')
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
  }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, version) =>
    name === path
      ? ts.createSourceFile(name, `${ESTIMATE}export const x = ${code}`, version, true)
      : read(name, version)

  const found = computedIn(programOf([path], options, host), path)

  expect(found).toHaveLength(computed)
  expect(found.filter(({ isStatistic }) => isStatistic)).toHaveLength(statistics)
})
