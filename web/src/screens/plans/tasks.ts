import type { BoardPlan } from './documents'

type Task = Pick<BoardPlan['tasks']['nodes'][number], 'progress' | 'dependsOn'>
const DONE = 100

/** Return whether a task has to wait for another one. */
export const waits = (task: Task): boolean =>
  task.progress < DONE && !!task.dependsOn && task.dependsOn.progress < DONE

/** Return the first task of a plan under way that is overdue for others to go on; undefined when none is. */
export function stuckTask(
  plan: Pick<BoardPlan, 'state' | 'tasks'>,
): BoardPlan['tasks']['nodes'][number] | undefined {
  if (plan.state !== 'RUNNING' && plan.state !== 'APPROVED') return undefined
  return plan.tasks.nodes.find((task) => waits(task) && isOver(task.dueDate))
}

function isOver(day: string | null): boolean {
  return day !== null && day < new Date().toISOString().slice(0, 10)
}
