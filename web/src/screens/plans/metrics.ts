import type { Form } from '@/parts/numbers'
import type { PlanMetric } from './documents'

const FORMS: Record<PlanMetric, Form> = {
  VALUE: 'score',
  NPS: 'score',
  CSAT: 'score',
  CES: 'points',
  LOYALTY: 'points',
  REPURCHASE: 'points',
  RETENTION: 'points',
  REVENUE: 'money',
  MARGIN: 'money',
}

/** Return how a plan's metric is written. */
export const metricForm = (metric: PlanMetric): Form => FORMS[metric]
