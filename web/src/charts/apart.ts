interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface Label {
  dataIndex: number
  /** The label where it would stand. */
  labelRect: Box
  /** The symbol that it belongs to. */
  rect: Box
}

/** Where a point was drawn, by its place in the data. */
export type Spot = readonly [x: number, y: number] | undefined

const DOT = 5
const SIDES = [
  [0, -1],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0.8, -0.9],
  [-0.8, -0.9],
  [0.8, 0.9],
  [-0.8, 0.9],
] as const
const RINGS = [1, 1.8, 2.6, 3.4]
const AIR = 1

/**
 * Make a layout of small labels that puts each beside its point, where no label before it stands, and no other point.
 * Where the points are is known when they have been drawn.
 */
export function apart(points: readonly Spot[] = []) {
  let taken: Box[] = []
  return ({ dataIndex, labelRect, rect }: Label) => {
    if (dataIndex === 0) taken = []
    const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2]
    const reach = { x: (labelRect.width + rect.width) / 2 + 2, y: (labelRect.height + rect.height) / 2 + 2 }
    const places = RINGS.flatMap((ring) =>
      SIDES.map(([right, down]) => ({
        ...labelRect,
        x: x + right * ring * reach.x - labelRect.width / 2,
        y: y + down * ring * reach.y - labelRect.height / 2,
      })),
    )
    const dots = points.flatMap((spot, at) => (spot && at !== dataIndex ? [dotAt(spot)] : []))
    const isFree = (one: Box, others: Box[]) => !others.some((other) => touch(one, other))
    const place =
      places.find((one) => isFree(one, taken) && isFree(one, dots)) ??
      places.find((one) => isFree(one, taken)) ??
      labelRect
    taken.push(place)
    const centre = { x: place.x + place.width / 2, y: place.y + place.height / 2 }
    const isFar = Math.hypot(centre.x - x, centre.y - y) > 1.5 * Math.max(reach.x, reach.y)
    const line = [x, y]
    return {
      ...centre,
      align: 'center',
      verticalAlign: 'middle',
      labelLinePoints: isFar ? [line, line, [centre.x, centre.y]] : [line, line, line],
    }
  }
}

const dotAt = ([x, y]: readonly [number, number]): Box => ({
  ...{ x: x - DOT, y: y - DOT },
  ...{ width: 2 * DOT, height: 2 * DOT },
})

function touch(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width + AIR &&
    other.x < one.x + one.width + AIR &&
    one.y < other.y + other.height + AIR &&
    other.y < one.y + one.height + AIR
  )
}
