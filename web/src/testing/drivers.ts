/** An estimate of some 900 answers; null is one of too few. */
export const estimate = (value: number | null, spread = 0.02) => ({
  ...{ value, low: value === null ? null : value - spread, high: value === null ? null : value + spread },
  ...{ n: 900, status: value === null ? 'insufficient' : 'ok', reason: value === null ? 'too few' : null },
})

/** A touchpoint of the matrix. */
export const point = (code: string, importance: number | null, quadrant: string | null, changes = {}) => ({
  ...{
    code,
    quadrant,
    quadrantSure: true,
    vif: 1.1,
    importance: estimate(importance),
    value: estimate(66.5, 2),
  },
  ...{ slope: estimate(0.4), reach: estimate(0.7), priority: estimate(importance), ...changes },
})

/** A matrix of these points, as the server gives it. */
export const matrix = (points: unknown[], changes = {}) => ({
  ...{
    period: '2026-09',
    segment: null,
    without: [],
    method: 'johnson',
    n: 2111,
    doubts: ['queue is left out'],
  },
  ...{ r2: estimate(0.41), importanceLine: estimate(0.05), valueLine: estimate(76) },
  points: { nodes: points },
  ...changes,
})
