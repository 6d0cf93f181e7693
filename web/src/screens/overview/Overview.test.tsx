import { configure, fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { shown } from '@/testing/shown'
import Overview from './Overview'

// What weighs much is loaded when it is needed, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const estimate = (value: number) => ({
  value,
  low: value - 1,
  high: value + 1,
  n: 900,
  status: 'ok',
  reason: null,
})
const figures = {
  returnIndex: estimate(104),
  value: estimate(71),
  nps: estimate(23),
  loyalty: estimate(7.5),
}
const changes = {
  nodes: [
    { code: '', returnIndex: estimate(2), value: estimate(3), nps: estimate(0.5), loyalty: estimate(0.1) },
  ],
}
const mark = {
  day: '2026-09-04',
  period: '2026-09',
  kind: 'PLAN_EVALUATED',
  code: 'queue-care',
  nameZh: '等位关怀',
  nameEn: '等位关怀',
  detail: 'worked',
}
const told = {
  company: {
    nodes: [{ id: 's1', status: 'ok', ...figures, run: { id: 'r1', createdAt: '2026-10-01T00:00:00Z' } }],
  },
  changes,
  batches: { nodes: [{ id: 'b1', finishedAt: '2026-10-02T00:00:00Z' }] },
  demonstration: { isLoaded: true },
  annotations: { nodes: [mark] },
  trend: { nodes: [{ code: '', points: [{ period: '2026-09', status: 'ok', estimate: estimate(104) }] }] },
  touchpoints: { nodes: [] },
  drivers: null,
  plans: { nodes: [] },
  evaluations: { nodes: [] },
}
const periods = [
  { id: '2', period: '2026-09', status: 'OK' as const, createdAt: '2026-10-01T00:00:00Z' },
  { id: '1', period: '2026-08', status: 'OK' as const, createdAt: '2026-09-01T00:00:00Z' },
]
const OverviewSegments = { segments: { nodes: [{ code: 'family' }] } }
let asked: Record<string, unknown> = {}
const answers = {
  Overview: (variables: Record<string, unknown>) => {
    asked = variables
    return told
  },
  OverviewSegments,
}

test('the period stands beside the month before it, with the change that the server tells', async () => {
  const { container } = shown(<Overview />, { answers, viewer: { periods } })
  await screen.findByText('104.0')

  expect(asked).toMatchObject({ period: '2026-09', since: '2026-08', isCompared: true })
  const told = [...container.querySelectorAll('[data-change]')].map((one) => one.getAttribute('data-change'))
  expect(told).toEqual(['2', '3', '0.5', '0.1'])
  expect(screen.getAllByText(/may be chance/).length).toBe(2)
})

test('what it is compared with is in the address, and may be nothing', async () => {
  const { container, router } = shown(<Overview />, { answers, viewer: { periods } })
  await screen.findByText('104.0')

  fireEvent.change(screen.getByLabelText('Compare with'), { target: { value: 'none' } })

  expect(router.state.location.search).toBe('?since=none')
  expect(asked['isCompared']).toBe(false)
  expect(container.querySelector('[data-change]')).toBeNull()
})

test('data that came after the scores are said to be not in them', async () => {
  shown(<Overview />, { answers, viewer: { periods } })

  expect(await screen.findByText(/New data have come since/)).toBeTruthy()
})

test('what happened is told under its letter, with the verdict in words', async () => {
  shown(<Overview />, { answers, viewer: { periods } })

  const link = await screen.findByRole('link', { name: /Plan judged up to here: 等位关怀 – Worked/ })
  expect(link.getAttribute('href')).toContain('/plans/queue-care')
  expect(screen.getByText('A · Sep 2026')).toBeTruthy()
})

test('a figure leads to what it is made of', async () => {
  const { router } = shown(<Overview />, { answers, viewer: { periods } })

  fireEvent.click(await screen.findByRole('link', { name: 'NPS' }))

  expect(router.state.location.search).toBe('?explain=nps%3As1')
})

test('a segment is asked for by the address', async () => {
  const OverviewOfSegment = {
    scores: { nodes: [{ id: 's9', ...figures, run: { id: 'r1', createdAt: '2026-10-01T00:00:00Z' } }] },
    changes,
    trend: told.trend,
    touchpoints: { nodes: [{ id: 't1', code: 'queue', nameZh: '等位', nameEn: 'Waiting' }] },
    drivers: {
      touchpoints: {
        nodes: [
          {
            code: 'queue',
            quadrant: null,
            quadrantSure: false,
            importance: estimate(0.4),
            priority: estimate(0.2),
            value: estimate(60),
          },
        ],
      },
    },
  }
  shown(<Overview />, {
    answers: { OverviewOfSegment, OverviewSegments },
    viewer: { periods },
    at: '/?segment=family',
  })

  expect(await screen.findByRole('heading', { name: 'Segment family' })).toBeTruthy()
  expect(screen.getAllByRole('link', { name: 'Waiting' })[0]?.getAttribute('href')).toContain(
    'touchpoint=queue&segment=family',
  )
})

test('somebody bound to units sees these, and why not the company', async () => {
  const unit = (code: string, value: number) => ({
    id: code,
    code,
    ...figures,
    value: estimate(value),
    run: { id: 'r1', createdAt: '2026-10-01T00:00:00Z' },
  })
  const OverviewOfUnits = {
    scores: { totalCount: 2, nodes: [unit('r1', 66), unit('r2', 77)] },
    changes: { nodes: [] },
    trend: told.trend,
    units: { nodes: [{ id: 'u1', code: 'r1', name: '春熙路店' }] },
  }
  shown(<Overview />, { answers: { OverviewOfUnits }, viewer: { periods, isBoundToUnits: true } })

  expect(await screen.findByText(/Your role covers some units/)).toBeTruthy()
  expect(screen.getByRole('heading', { name: '春熙路店' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'r2' }).getAttribute('href')).toContain('unit=r2')
})

test('an empty company is offered example data by who may load them', async () => {
  const Demonstration = { demonstration: { isAvailable: true, isLoaded: false, hasOwnFacts: false } }
  shown(<Overview />, { answers: { Demonstration }, viewer: { periods: [] } })

  expect(await screen.findByRole('button', { name: 'Load example data' })).toBeTruthy()
})

test('beside real data the company is to be typed first', async () => {
  const Demonstration = { demonstration: { isAvailable: true, isLoaded: false, hasOwnFacts: true } }
  shown(<Overview />, { answers: { Demonstration }, viewer: { periods: [] } })

  fireEvent.click(await screen.findByRole('button', { name: 'Load example data' }))

  expect(await screen.findByText(/This company has data of its own/)).toBeTruthy()
})

test('a viewer of an empty company is told what is missing and offered nothing', () => {
  shown(<Overview />, { viewer: { periods: [], can: (one: string) => one.endsWith(':read') } })

  expect(screen.queryByRole('button', { name: 'Load example data' })).toBeNull()
})
