import { expect, test } from 'vitest'
import { estimate, toldOf, tooFew, versionOf } from './answers'
import { isAbove, pictureOf } from './map'

const version = versionOf({ arrive: ['queue', 'seat'], eat: ['dish'] })
const told = toldOf(version, { queue: estimate(61.4), dish: estimate(80.2), seat: tooFew })

test('stages and touchpoints stand in the order of the version, with what was measured', () => {
  const { bands, columns } = pictureOf(told, version, 'value', null)

  expect(bands.map(({ stage, estimate: own }) => [stage.code, own?.value])).toEqual([
    ['arrive', 61.4],
    ['eat', undefined],
  ])
  expect(columns.map(({ estimate: own }) => own?.value)).toEqual([61.4, null, 80.2])
  expect(columns.map(({ moment }) => moment?.reasons)).toEqual([
    ['DECLARED', 'LOW_POINT'],
    undefined,
    undefined,
  ])
})

test('a stage alone is shown when it is asked for', () => {
  expect(pictureOf(told, version, 'value', 'eat').columns).toHaveLength(1)
})

test('stages of a version that is not in force have no figure of their own', () => {
  const draft = { ...version, state: 'DRAFT' as const }

  expect(pictureOf(told, draft, 'value', null).bands[0]?.estimate).toBeNull()
})

test('a segment is laid over with its own values, or with its emotional ones', () => {
  const segment = {
    id: 'f',
    code: 'family',
    touchpointValues: [{ touchpoint: 'queue', value: estimate(55) }],
    touchpointDimensions: [
      { touchpoint: 'dish', dimensions: [{ code: 'emotional', value: estimate(77) }] },
      { touchpoint: 'seat', dimensions: [{ code: 'social', value: estimate(1) }] },
    ],
  }
  const with_ = { ...told, segments: { nodes: [segment] } }

  const values = pictureOf(with_, version, 'value', null).columns.map(({ overlaid }) => overlaid[0]?.value)
  const emotions = pictureOf(with_, version, 'emotional', null).columns.map(
    ({ overlaid }) => overlaid[0]?.value,
  )

  expect(values).toEqual([55, undefined, undefined])
  expect(emotions).toEqual([undefined, undefined, 77])
})

test('touchpoints are held against the value of the journey', () => {
  const { columns, level } = pictureOf(told, version, 'value', null)

  expect(columns.filter(({ estimate: own }) => own?.value).map((one) => isAbove(one, level))).toEqual([
    false,
    true,
  ])
})
