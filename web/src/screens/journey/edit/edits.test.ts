import { expect, test } from 'vitest'
import { versionOf } from '../answers'
import { inverseOf, moved, stepped, type Edit } from './edits'

const draft = versionOf({ arrive: ['queue', 'seat'], eat: ['dish'], pay: [] }, { state: 'DRAFT' })
const placing = (stage: string, touchpoint: string, position: number): Edit => ({
  kind: 'place',
  stage,
  touchpoint,
  position,
  expectedEmotion: 1,
})

test('a touchpoint steps on in its stage, and over its end into the next', () => {
  expect(stepped(draft, 'arrive', 'queue', 1)).toEqual([placing('arrive', 'queue', 2)])
  expect(stepped(draft, 'arrive', 'seat', 1)).toEqual([
    placing('eat', 'seat', 1),
    { kind: 'remove', stage: 'arrive', touchpoint: 'seat' },
  ])
  expect(stepped(draft, 'eat', 'dish', -1)[0]).toEqual(placing('arrive', 'dish', 3))
})

test('the first does not step back and the last not on', () => {
  const last = versionOf({ eat: ['dish'] })

  expect(stepped(last, 'eat', 'dish', 1)).toEqual([])
  expect(stepped(last, 'eat', 'dish', -1)).toEqual([])
})

test('nothing is moved that is not there', () => {
  expect(moved(draft, 'pay', 'queue', 'eat', 1)).toEqual([])
})

test.each<[Edit, Edit[]]>([
  [
    { kind: 'addStage', code: 'leave', nameZh: '', nameEn: '', position: 4 },
    [{ kind: 'removeStage', stage: 'leave' }],
  ],
  [
    { kind: 'renameStage', stage: 'eat', nameZh: '吃', nameEn: '' },
    [{ kind: 'renameStage', stage: 'eat', nameZh: '', nameEn: 'The eat' }],
  ],
  [{ kind: 'moveStage', stage: 'eat', position: 1 }, [{ kind: 'moveStage', stage: 'eat', position: 2 }]],
  [placing('arrive', 'queue', 2), [placing('arrive', 'queue', 1)]],
  [placing('eat', 'queue', 1), [{ kind: 'remove', stage: 'eat', touchpoint: 'queue' }]],
  [{ kind: 'remove', stage: 'arrive', touchpoint: 'seat' }, [placing('arrive', 'seat', 2)]],
  [
    { kind: 'removeStage', stage: 'arrive' },
    [
      { kind: 'addStage', code: 'arrive', nameZh: '', nameEn: 'The arrive', position: 1 },
      placing('arrive', 'queue', 1),
      placing('arrive', 'seat', 2),
    ],
  ],
])('$kind is taken back by its opposite', (edit, back) => {
  expect(inverseOf(edit, draft)).toEqual(back)
})
