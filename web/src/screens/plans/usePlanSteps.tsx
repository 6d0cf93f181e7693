import type { OperationResult } from '@urql/core'
import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { faultOf } from '@/api/errors'
import { graphql } from '@/api/graphql'
import { useUndo } from '@/parts/useUndo'
import type { BoardPlan } from './documents'
import { undoOf, type Step, type StepName } from './steps'

const submitDocument = graphql(`
  mutation SubmitPlan($input: ActionPlanIdInput!) {
    done: submitActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const returnDocument = graphql(`
  mutation ReturnPlan($input: ActionPlanNoteInput!) {
    done: returnActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const approveDocument = graphql(`
  mutation ApprovePlan($input: ActionPlanIdInput!) {
    done: approveActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const startDocument = graphql(`
  mutation StartPlan($input: ActionPlanIdInput!) {
    done: startActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const closeDocument = graphql(`
  mutation ClosePlan($input: ActionPlanNoteInput!) {
    done: closeActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const cancelDocument = graphql(`
  mutation CancelPlan($input: ActionPlanNoteInput!) {
    done: cancelActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
const reopenDocument = graphql(`
  mutation ReopenPlan($input: ReopenActionPlanInput!) {
    done: reopenActionPlan(input: $input) {
      actionPlan {
        id
        state
        revision
        approvedAt
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

interface Moved {
  done: {
    actionPlan: { id: string; state: BoardPlan['state']; revision: number; approvedAt: string | null } | null
    userErrors: { code: string; field: string[] | string; message: string }[]
  }
}

const DOCUMENTS = {
  submit: submitDocument,
  return: returnDocument,
  approve: approveDocument,
  start: startDocument,
  close: closeDocument,
  cancel: cancelDocument,
  reopen: reopenDocument,
} satisfies Record<StepName, unknown>

type Moving = Pick<BoardPlan, 'id' | 'title' | 'state' | 'revision'>

/** Return what moves a plan to another state: it says what happened, and lets it be taken back for ten seconds. */
export function usePlanSteps(): (plan: Moving, step: Step, note?: string) => Promise<boolean> {
  const { t } = useTranslation()
  const client = useClient()
  const { message } = App.useApp()
  const undo = useUndo()
  const take = useCallback(
    async (plan: Moving, step: Step, note?: string): Promise<Moving | null> => {
      const input = {
        id: plan.id,
        revision: plan.revision,
        ...(note ? { note } : {}),
        ...(step.name === 'reopen' ? { state: step.to } : {}),
      }
      const document = DOCUMENTS[step.name] as typeof submitDocument
      const answer: OperationResult<Moved> = await client.mutation(document, { input })
      const problem = answer.error ? faultOf(answer.error).message : answer.data?.done.userErrors[0]?.message
      if (problem) void message.error(problem)
      const moved = answer.data?.done.actionPlan
      return moved ? { ...plan, ...moved } : null
    },
    [client, message],
  )
  return useCallback(
    async (plan, step, note) => {
      const moved = await take(plan, step, note)
      if (!moved) return false
      const words = t('plans.moved', { title: plan.title, state: t(`plan.state.${moved.state}`) })
      const way = undoOf(step, plan.state)
      if (way) undo(words, () => void take(moved, way))
      else void message.success(words)
      return true
    },
    [message, t, take, undo],
  )
}
