"""Changes of a plan's tasks."""

from typing import Any

import strawberry

from journeys.graphql import task_inputs as told
from journeys.services import plan_tasks
from tenants.graphql.changes import attempt, document, given
from tenants.graphql.context import Info

PLAN, TASK = "ActionPlan", "ActionTask"


@strawberry.type
class TaskMutation:
    """Changes of a plan's tasks."""

    @strawberry.mutation(description="Add a task to the end of a plan that is not over.")
    def create_action_task(self, info: Info, input: told.CreateActionTaskInput) -> told.ActionTaskPayload:
        """Add a task."""
        return _task(plan_tasks.create_task, info, _given(input, plan_id=PLAN))

    @strawberry.mutation(description="Change, assign, date or advance a task; a progress of 100 says that it is done.")
    def update_action_task(self, info: Info, input: told.UpdateActionTaskInput) -> told.ActionTaskPayload:
        """Change a task."""
        return _task(plan_tasks.update_task, info, _given(input, id=TASK))

    @strawberry.mutation(description="Take a task out of its plan.")
    def delete_action_task(self, info: Info, input: told.ActionTaskIdInput) -> told.ActionTasksPayload:
        """Take a task out."""
        return _tasks(plan_tasks.delete_task, info, given(input, id=TASK))

    @strawberry.mutation(description="Put the tasks of a plan into another order.")
    def reorder_action_tasks(self, info: Info, input: told.ReorderActionTasksInput) -> told.ActionTasksPayload:
        """Reorder tasks."""
        return _tasks(plan_tasks.reorder_tasks, info, given(input, plan_id=PLAN, task_ids=TASK))


def _given(input: told.CreateActionTaskInput | told.UpdateActionTaskInput, **ids: str) -> dict[str, Any]:
    asked = given(input, **ids, depends_on_id=TASK)
    return asked | ({"checklist": document(asked["checklist"])} if "checklist" in asked else {})


def _task(change: Any, info: Info, asked: dict[str, Any]) -> told.ActionTaskPayload:
    return attempt(told.ActionTaskPayload, "action_task", lambda: change(actor=info.context.actor, **asked))


def _tasks(change: Any, info: Info, asked: dict[str, Any]) -> told.ActionTasksPayload:
    return attempt(told.ActionTasksPayload, "action_plan", lambda: change(actor=info.context.actor, **asked))
