import type { Board, BoardPlan, Evaluation, Plan } from '@/screens/plans/documents'

/** A plan as the server gives it. */
export const queueCare: BoardPlan = {
  id: 'p1',
  code: 'queue-care',
  title: '等位关怀',
  state: 'DRAFT',
  metric: 'VALUE',
  currency: 'CNY',
  baselineFrom: '2026-01-01',
  startDate: '2026-06-01',
  evaluateTo: '2026-11-01',
  cost: '9000.00',
  expectedUplift: 8,
  approvedAt: null,
  forecast: null,
  blockedReason: '',
  blockedAt: null,
  revision: 3,
  touchpoint: { id: 't1', code: 'queue', nameZh: '到店等位', nameEn: 'Waiting for a table' },
  leadDepartment: { id: 'd1', code: 'ops', nameZh: '门店运营部', nameEn: 'Store operations' },
  tasks: { nodes: [] },
  owner: { id: 'u1', name: '陈晓岚', email: 'ops@hotpot.example' },
}

export const board = (...plans: Partial<BoardPlan>[]): Board => ({
  actionPlans: { nodes: plans.map((one) => ({ ...queueCare, ...one })) },
  planEvaluations: { nodes: [] },
})

/** The same plan as its own page asks for it. */
export const queueCarePage: Plan = {
  ...queueCare,
  state: 'DONE',
  approvedAt: '2026-05-31T16:00:00+00:00',
  problem: '晚市等位超过一小时。',
  budget: null,
  design: 'AUTO',
  unitOfEffect: 'UNIT',
  closingNote: '',
  controlTouchpoints: [],
  treatedCustomersAttribute: null,
  work: { nodes: [] },
  comments: { totalCount: 0, nodes: [] },
  units: {
    nodes: [{ id: 'x1', arm: 'TREATED', startDate: null, unit: { id: 'u1', code: 'r1', name: '春熙路店' } }],
  },
}

const estimate = (value: number, low: number, high: number, n: number) => ({
  value,
  low,
  high,
  n,
  status: 'ok',
  reason: null,
})

export const evaluation: Evaluation = {
  id: 'e1',
  number: 1,
  verdict: 'WORKED',
  createdAt: '2026-11-22T00:00:00+00:00',
  effect: estimate(11.3, 7.5, 15.1, 12160),
  money: estimate(5480, -14738, 25699, 12160),
  roi: estimate(-0.39, -2.64, 1.86, 12160),
  design: 'difference-in-differences by unit',
  designKind: 'DID',
  reason: '实施组上升。',
  pValue: 0.001,
  placeboP: 0.6,
  smallestDetectable: 5.2,
  smallestDetectableHarm: 5.4,
  plainEffect: estimate(11, 7, 15, 12160),
  placebo: estimate(0.4, -3, 4, 6000),
  course: [],
}

/** A task of the page as the server gives it. */
export const stools: Plan['work']['nodes'][number] = {
  id: 'k1',
  title: '等位区增设座椅',
  progress: 40,
  dueDate: '2026-05-25',
  cost: null,
  revision: 2,
  department: { id: 'd1', code: 'ops', nameZh: '门店运营部', nameEn: 'Store operations' },
  assignee: null,
  checklist: [
    { title: 'Order stools', isDone: true },
    { title: 'Put them up', isDone: false },
  ],
  dependsOn: null,
}
