import type { OperationResult, TypedDocumentNode } from '@urql/core'
import { App } from 'antd'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, type AnyVariables } from 'urql'
import { faultOf } from '@/api/errors'
import { useUndo } from '@/parts/useUndo'
import type { Plan, Task } from '../documents'
import { createTaskDocument, deleteTaskDocument, reorderTasksDocument, updateTaskDocument } from './documents'
import { sentOf, type TaskValues } from './values'

interface Problem {
  code: string
  field: string
  message: string
}
interface Done {
  actionTask?: { id: string; revision: number } | null
  userErrors: Problem[]
}
type Send = <V extends AnyVariables>(document: TypedDocumentNode<{ done: Done }, V>, sent: V) => Promise<Done>

export type Tasks = ReturnType<typeof useTasks>

const DONE = 100

/** Return what sends a change; a fault of the way there is told like any other problem. */
function useSend(): Send {
  const client = useClient()
  return useCallback<Send>(
    async (document, sent) => {
      const { data, error }: OperationResult<{ done: Done }> = await client.mutation(document, sent)
      const problem = error && { code: 'FAULT', field: '', message: faultOf(error).message }
      return problem ? { userErrors: [problem] } : (data?.done ?? { userErrors: [] })
    },
    [client],
  )
}

/** Return what can be done with the tasks of a plan. What is ticked or removed can be taken back for ten seconds. */
export function useTasks(plan: Plan) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const undo = useUndo()
  const send = useSend()
  return useMemo(() => {
    const told = (done: Done): Done => {
      const [problem] = done.userErrors
      if (problem) void message.error(problem.message)
      return done
    }
    const advance = async (task: Task, progress: number, revision: number) =>
      told(await send(updateTaskDocument, { input: { id: task.id, progress, revision } }))
    return {
      tick: async (task: Task) => {
        const progress = task.progress === DONE ? 0 : DONE
        const { actionTask } = await advance(task, progress, task.revision)
        if (actionTask)
          undo(t(progress === DONE ? 'plans.ticked' : 'plans.unticked', { title: task.title }), () => {
            void advance(task, task.progress, actionTask.revision)
          })
      },
      tickItem: async (task: Task, place: number) => {
        const checklist = task.checklist.map(({ title, isDone }, at) => ({
          title,
          isDone: at === place ? !isDone : isDone,
        }))
        told(await send(updateTaskDocument, { input: { id: task.id, checklist, revision: task.revision } }))
      },
      save: (task: Task | null, values: TaskValues, people: boolean): Promise<Done> => {
        const fields = sentOf(values, people)
        return task
          ? send(updateTaskDocument, { input: { ...fields, id: task.id, revision: task.revision } })
          : send(createTaskDocument, { input: { ...fields, planId: plan.id } })
      },
      remove: async (task: Task) =>
        told(await send(deleteTaskDocument, { input: { id: task.id, revision: task.revision } })),
      move: async (task: Task, by: 1 | -1) => {
        const ids = plan.work.nodes.map(({ id }) => id)
        const from = ids.indexOf(task.id)
        const taskIds = ids.toSpliced(from, 1).toSpliced(from + by, 0, task.id)
        told(
          await send(reorderTasksDocument, { input: { planId: plan.id, taskIds, revision: plan.revision } }),
        )
      },
    }
  }, [message, plan, send, t, undo])
}
