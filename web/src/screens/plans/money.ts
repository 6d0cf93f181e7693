import type { Estimate } from '@/parts/estimates'

/** Return the money that was forecast when a plan was approved, as the server wrote it down; null without one. */
export const forecastOf = (frozen: unknown): Estimate | null => estimateOf(frozen, 'delta_equity')

/** Return what was forecast to come back beyond each unit of the plan's cost; null without one. */
export const forecastRoi = (frozen: unknown): Estimate | null => estimateOf(frozen, 'roi')

function estimateOf(frozen: unknown, name: string): Estimate | null {
  const found = part(frozen, name)
  if (!found || !('value' in found)) return null
  const number = (key: string) => (typeof found[key] === 'number' ? found[key] : null)
  return {
    value: number('value'),
    low: number('low'),
    high: number('high'),
    n: number('n') ?? 0,
    status: String(found['status'] ?? 'ok'),
    reason: typeof found['reason'] === 'string' ? found['reason'] : null,
  }
}

/** Return over how many months the forecast looks. */
export function horizonOf(frozen: unknown): number | null {
  const months = isRow(frozen) ? frozen['horizon_months'] : null
  return typeof months === 'number' ? months : null
}

function part(row: unknown, name: string): Record<string, unknown> | null {
  const found = isRow(row) ? row[name] : null
  return isRow(found) ? found : null
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
