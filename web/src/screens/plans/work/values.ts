import type { Task } from '../documents'

/** What is typed of a task. Days are ISO dates, money is in major units. */
export interface TaskValues {
  title: string
  department?: string | null
  assignee?: string | null
  dueDate?: string | null
  progress?: number | null
  dependsOn?: string | null
  cost?: number | null
  checklist?: ({ title?: string; isDone?: boolean } | undefined)[]
}

/** Return a stored task as it is typed; a new one is empty. */
export function typedOf(task: Task | null): TaskValues {
  if (!task) return { title: '', progress: 0, checklist: [] }
  return {
    title: task.title,
    department: task.department?.code ?? null,
    assignee: task.assignee?.email ?? null,
    dueDate: task.dueDate,
    progress: task.progress,
    dependsOn: task.dependsOn?.id ?? null,
    cost: task.cost === null ? null : Number(task.cost),
    checklist: task.checklist.map(({ title, isDone }) => ({ title, isDone })),
  }
}

/** Return what is sent of it: empty fields as null, things without words left out. People only where they are seen. */
export function sentOf(values: TaskValues, people: boolean) {
  const { title, progress, cost } = values
  return {
    title,
    progress: progress ?? 0,
    department: values.department ?? null,
    dueDate: values.dueDate || null,
    dependsOnId: values.dependsOn ?? null,
    cost: cost === null || cost === undefined ? null : String(cost),
    checklist: (values.checklist ?? []).flatMap((one) =>
      one?.title?.trim() ? [{ title: one.title.trim(), isDone: one.isDone ?? false }] : [],
    ),
    ...(people ? { assignee: values.assignee ?? null } : {}),
  }
}
