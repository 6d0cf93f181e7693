import type { Estimate } from '@/parts/estimates'

/** Return the money that was forecast when a plan was approved, as the server wrote it down; null without one. */
export function forecastOf(frozen: unknown): Estimate | null {
  const found = part(frozen, 'delta_equity')
  if (!found || !('value' in found)) return null
  const number = (name: string) => (typeof found[name] === 'number' ? found[name] : null)
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
