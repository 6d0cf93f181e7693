import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react'
import type { BoardPlan } from './documents'
import type { Step } from './steps'
import { usePlanSteps } from './usePlanSteps'

type Moving = Pick<BoardPlan, 'id' | 'code' | 'title' | 'state' | 'revision'>
export type Take = (plan: Moving, step: Step) => void

// Dialogs weigh more than the board.
const StepQuestion = lazy(async () => ({ default: (await import('./StepQuestion')).StepQuestion }))

export interface Asked {
  plan: Moving
  step: Step
}

/** Return what takes a step with a plan, and the question that some steps ask first, to be shown somewhere. */
export function useTakeStep(): { take: Take; asking: ReactNode } {
  const move = usePlanSteps()
  const [asked, ask] = useState<Asked | null>(null)
  const take = useCallback<Take>(
    (plan, step) => (step.asks === 'nothing' ? void move(plan, step) : ask({ plan, step })),
    [move],
  )
  const done = async (note: string) => {
    if (!asked || (await move(asked.plan, asked.step, note))) ask(null)
  }
  const asking = asked && (
    <Suspense>
      <StepQuestion {...asked} done={done} away={() => ask(null)} />
    </Suspense>
  )
  return { take, asking }
}
