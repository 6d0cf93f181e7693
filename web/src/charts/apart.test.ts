import { expect, test } from 'vitest'
import { apart } from './apart'

const label = (dataIndex: number, x: number, y: number) => ({
  dataIndex,
  labelRect: { x: x - 8, y: y - 20, width: 16, height: 14 },
  rect: { x: x - 4, y: y - 4, width: 8, height: 8 },
})

test('twelve labels of points that lie together stand apart', () => {
  const layout = apart()
  const placed = Array.from({ length: 12 }, (_, place) => layout(label(place, 100 + (place % 3), 100)))

  for (const [one, { x, y }] of placed.entries()) {
    for (const other of placed.slice(one + 1)) {
      expect(Math.abs(x - other.x) >= 16 || Math.abs(y - other.y) >= 14).toBe(true)
    }
  }
})

test('a point alone has its label above it, and drawing again begins anew', () => {
  const layout = apart()

  const [first, again] = [layout(label(0, 50, 50)), layout(label(0, 50, 50))]

  expect(first).toEqual(again)
  expect(first.x).toBe(50)
  expect(first.y).toBeLessThan(50)
})
