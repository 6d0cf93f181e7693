import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Answers } from '@/testing/answering'
import { shown } from '@/testing/shown'
import { versionOf } from '../answers'
import { Editor } from './Editor'

const own = { id: 'v2', number: 2, state: 'DRAFT' as const, publishedAt: null }
const draft = versionOf({ arrive: ['queue', 'seat'], eat: ['dish'] }, own)
const turned = versionOf({ arrive: ['seat', 'queue'], eat: ['dish'] }, { ...own, revision: 2 })
const back = { ...draft, revision: 3 }
const journey = {
  id: 'j1',
  code: 'dining',
  nameZh: '',
  nameEn: 'Dining',
  publishedVersion: { id: 'v1', number: 1 },
}
const read: Answers = {
  JourneyDraft: {
    journeys: { nodes: [{ ...journey, versions: { nodes: [own] } }] },
    touchpoints: { nodes: [] },
  },
  JourneyVersionShown: { node: { __typename: 'JourneyVersion', ...draft } },
}
const done = (journeyVersion: unknown) => ({ changed: { journeyVersion, userErrors: [] } })
const order = () => screen.getAllByText(/^At \w+$/).map((one) => one.textContent)

test('a touchpoint is moved by keyboard, and back again', async () => {
  const sent: unknown[] = []
  const PlaceTouchpoint = ({ input }: Record<string, unknown>) => {
    sent.push(input)
    return done(sent.length === 1 ? turned : back)
  }
  shown(<Editor code="dining" />, { answers: { ...read, PlaceTouchpoint } })

  const down = await screen.findByLabelText('Move At queue one place down')
  down.focus()
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(order()).toEqual(['At seat', 'At queue', 'At dish']))
  expect(screen.getByRole('status').textContent).toContain('At queue was moved.')
  await userEvent.keyboard('{Control>}z{/Control}')
  await waitFor(() => expect(order()).toEqual(['At queue', 'At seat', 'At dish']))

  const place = { versionId: 'v2', stageId: 'stage-arrive', touchpoint: 'queue', expectedEmotion: 1 }
  expect(sent).toEqual([
    { ...place, revision: 1, position: 2 },
    { ...place, revision: 2, position: 1 },
  ])
})

test('who was slower is told so, and nothing of theirs is written over', async () => {
  const wrong = { code: 'CONFLICT', field: 'input.revision', message: 'There is a later revision.' }
  const PlaceTouchpoint = { changed: { journeyVersion: null, userErrors: [wrong] } }
  shown(<Editor code="dining" />, { answers: { ...read, PlaceTouchpoint } })

  await userEvent.click(await screen.findByLabelText('Move At queue one place down'))

  expect(await screen.findByText('Somebody else has just changed this draft.')).toBeTruthy()
  expect(order()).toEqual(['At queue', 'At seat', 'At dish'])
  await userEvent.click(screen.getByText('Show the newest state'))
  await waitFor(() => expect(screen.queryByText('Somebody else has just changed this draft.')).toBeNull())
})

test('who may only look is told so', () => {
  shown(<Editor code="dining" />, { answers: read, viewer: { can: () => false } })

  expect(screen.getByText('Your role may look at journeys, not change them.')).toBeTruthy()
})

test('a draft is begun where there is none', async () => {
  const JourneyDraft = {
    journeys: { nodes: [{ ...journey, versions: { nodes: [{ ...own, state: 'PUBLISHED' }] } }] },
    touchpoints: { nodes: [] },
  }
  shown(<Editor code="dining" />, { answers: { JourneyDraft } })

  expect(await screen.findByText('Start a draft')).toBeTruthy()
})
