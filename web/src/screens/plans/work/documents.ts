import { graphql } from '@/api/graphql'

export const createTaskDocument = graphql(`
  mutation CreateTask($input: CreateActionTaskInput!) {
    done: createActionTask(input: $input) {
      actionTask {
        id
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const updateTaskDocument = graphql(`
  mutation UpdateTask($input: UpdateActionTaskInput!) {
    done: updateActionTask(input: $input) {
      actionTask {
        id
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const deleteTaskDocument = graphql(`
  mutation DeleteTask($input: ActionTaskIdInput!) {
    done: deleteActionTask(input: $input) {
      actionPlan {
        id
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const reorderTasksDocument = graphql(`
  mutation ReorderTasks($input: ReorderActionTasksInput!) {
    done: reorderActionTasks(input: $input) {
      actionPlan {
        id
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
