import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { expect, test, vi } from 'vitest'
import { shown } from '@/testing/shown'
import { estimate, toldOf, tooFew, versionOf } from './answers'
import Journeys from './Journeys'

vi.setConfig({ testTimeout: 20_000 })
const version = versionOf({ arrive: ['queue', 'seat'], eat: ['dish', 'soup'] })
const told = toldOf(version, { queue: estimate(61.4), dish: estimate(80.2), seat: tooFew })
const at = '/journeys/dining?period=2026-09'
const screens = (
  <Routes>
    <Route path="/journeys/*" element={<Journeys />} />
  </Routes>
)
const cell = (name: string) => within(screen.getByRole('button', { name: new RegExp(name) }))

test('a touchpoint says its value with interval and n, or why it has none', async () => {
  shown(screens, { answers: { JourneyMap: told }, at })

  expect(await screen.findByRole('heading', { name: 'Dining journey' })).toBeTruthy()
  expect(cell('At queue').getByText('61.4')).toBeTruthy()
  expect(cell('At queue').getByText('[59.4–63.4]')).toBeTruthy()
  expect(cell('At queue').getByText('n = 120')).toBeTruthy()
  expect(cell('At seat').getByText('Too few answers')).toBeTruthy()
  expect(cell('At soup').getByText('No answers')).toBeTruthy()
})

test('a moment of truth has its star, and the map is said in words', async () => {
  shown(screens, { answers: { JourneyMap: told }, at })

  expect((await screen.findAllByRole('img', { name: 'Moment of truth' })).length).toBe(1)
  expect(screen.getByText(/Lowest is At queue with 61.4, highest At dish with 80.2.*At queue\./)).toBeTruthy()
})

test('the same figures are a table whose place is in the address', async () => {
  const { router } = shown(screens, { answers: { JourneyMap: told }, at })

  await userEvent.click(await screen.findByRole('button', { name: /Show as table/ }))

  expect(router.state.location.search).toContain('view=table')
  const row = screen.getByRole('row', { name: /At queue/ })
  expect(
    within(row).getByText('Named by the company, Lowest point of the journey, surely below its level'),
  ).toBeTruthy()
})

test('who may only look sees nothing to change', async () => {
  const can = (capability: string) => capability !== 'journeys:write'
  shown(screens, { answers: { JourneyMap: told }, viewer: { can }, at })

  await screen.findByRole('heading', { name: 'Dining journey' })
  expect(screen.queryByRole('button', { name: /Edit/ })).toBeNull()
})

test('a period without figures says so and still shows the journey', async () => {
  shown(screens, { answers: { JourneyMap: toldOf(version, {}) }, at })

  expect(await screen.findByText(/has no figures for this journey/)).toBeTruthy()
  expect(cell('At queue').getByText('No answers')).toBeTruthy()
})

test('forty touchpoints with long names each have their column', async () => {
  const codes = Array.from({ length: 40 }, (_, place) => `touchpoint-${place}-${'x'.repeat(60)}`)
  const long = versionOf({ all: codes })
  shown(screens, { answers: { JourneyMap: toldOf(long, {}) }, at })

  expect(await screen.findAllByRole('button', { name: /^At touchpoint/ })).toHaveLength(40)
})

test('a company without journeys begins with those of an industry', async () => {
  const none = { journeys: { nodes: [] }, scores: { nodes: [] } }
  shown(screens, { answers: { Journeys: none }, at: '/journeys' })

  expect(await screen.findByRole('button', { name: 'Begin with its journeys' })).toBeTruthy()
})

test('an unknown journey leads back to all of them', async () => {
  shown(screens, { answers: { JourneyMap: { ...told, journeys: { nodes: [] } } }, at })

  expect(await screen.findByRole('link', { name: 'To all journeys' })).toBeTruthy()
})

test('who is bound to units is told so, and sees the figures of these', async () => {
  const places = {
    nodes: [
      {
        id: 's1',
        code: 'r1',
        value: estimate(70.5),
        touchpointValues: [{ touchpoint: 'queue', value: estimate(58.3) }],
      },
    ],
  }
  const units = { nodes: [{ id: 'u1', code: 'r1', name: '春熙路店' }] }
  shown(screens, {
    answers: { UnitMap: { journeys: told.journeys, units, places } },
    viewer: { isBoundToUnits: true },
    at,
  })

  expect(await screen.findByText(/Your roles are bound to units/)).toBeTruthy()
  expect(screen.getByText('70.5')).toBeTruthy()
  expect(screen.getByText('春熙路店')).toBeTruthy()
  expect(cell('At queue').getByText('58.3')).toBeTruthy()
  expect(screen.queryByRole('combobox', { name: 'Compare segments' })).toBeNull()
})
