"""Changes of plans and their tasks; approval and evaluation need figures and are changes of analytics."""

from typing import Any

import strawberry

from journeys.graphql import plan_inputs as told
from journeys.graphql import task_inputs as tasks_told
from journeys.services import plan_life, plan_tasks
from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info

PLAN, TASK = "ActionPlan", "ActionTask"


@strawberry.type
class PlanMutation:
    """Changes of plans."""

    @strawberry.mutation(description="Write a plan down, as a draft.")
    def create_action_plan(self, info: Info, input: told.CreateActionPlanInput) -> told.ActionPlanPayload:
        """Write a plan."""
        wanted = told.plan_document(input)
        return attempt(
            told.ActionPlanPayload,
            "action_plan",
            lambda: plan_life.create_plan(wanted, actor=info.context.actor),
        )

    @strawberry.mutation(description="Change a draft.")
    def update_action_plan(self, info: Info, input: told.UpdateActionPlanInput) -> told.ActionPlanPayload:
        """Change a draft."""
        asked = {name: value for name, value in given(input, id=PLAN).items() if name in {"id", "revision"}}
        return _plan(plan_life.update_plan, info, {**asked, "changes": told.plan_document(input)})

    @strawberry.mutation(description="Propose a draft for approval.")
    def submit_action_plan(self, info: Info, input: told.ActionPlanIdInput) -> told.ActionPlanPayload:
        """Propose a draft."""
        return _plan(plan_life.submit_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Make a proposal a draft again, saying what is missing.")
    def return_action_plan(self, info: Info, input: told.ActionPlanNoteInput) -> told.ActionPlanPayload:
        """Return a proposal."""
        return _plan(plan_life.return_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Say that an approved plan is under way.")
    def start_action_plan(self, info: Info, input: told.ActionPlanIdInput) -> told.ActionPlanPayload:
        """Start a plan."""
        return _plan(plan_life.start_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Say that a plan is finished, and what was learned; it can still be evaluated.")
    def close_action_plan(self, info: Info, input: told.ActionPlanNoteInput) -> told.ActionPlanPayload:
        """Close a plan."""
        return _plan(plan_life.close_plan, info, given(input, id=PLAN))

    @strawberry.mutation(description="Give a plan up, and say why.")
    def cancel_action_plan(self, info: Info, input: told.ActionPlanNoteInput) -> told.ActionPlanPayload:
        """Cancel a plan."""
        return _plan(plan_life.cancel_plan, info, given(input, id=PLAN))


@strawberry.type
class TaskMutation:
    """Changes of a plan's tasks."""

    @strawberry.mutation(description="Add a task to the end of a plan that is not over.")
    def create_action_task(self, info: Info, input: tasks_told.CreateActionTaskInput) -> tasks_told.ActionTaskPayload:
        """Add a task."""
        return _task(plan_tasks.create_task, info, given(input, plan_id=PLAN, depends_on_id=TASK))

    @strawberry.mutation(description="Change, assign, date or advance a task; a progress of 100 says that it is done.")
    def update_action_task(self, info: Info, input: tasks_told.UpdateActionTaskInput) -> tasks_told.ActionTaskPayload:
        """Change a task."""
        return _task(plan_tasks.update_task, info, given(input, id=TASK, depends_on_id=TASK))

    @strawberry.mutation(description="Take a task out of its plan.")
    def delete_action_task(self, info: Info, input: tasks_told.ActionTaskIdInput) -> tasks_told.ActionTasksPayload:
        """Take a task out."""
        return _tasks(plan_tasks.delete_task, info, given(input, id=TASK))

    @strawberry.mutation(description="Put the tasks of a plan into another order.")
    def reorder_action_tasks(
        self, info: Info, input: tasks_told.ReorderActionTasksInput
    ) -> tasks_told.ActionTasksPayload:
        """Reorder tasks."""
        return _tasks(plan_tasks.reorder_tasks, info, given(input, plan_id=PLAN, task_ids=TASK))


def _plan(change: Any, info: Info, asked: dict[str, Any]) -> told.ActionPlanPayload:
    return attempt(told.ActionPlanPayload, "action_plan", lambda: change(actor=info.context.actor, **asked))


def _task(change: Any, info: Info, asked: dict[str, Any]) -> tasks_told.ActionTaskPayload:
    return attempt(tasks_told.ActionTaskPayload, "action_task", lambda: change(actor=info.context.actor, **asked))


def _tasks(change: Any, info: Info, asked: dict[str, Any]) -> tasks_told.ActionTasksPayload:
    return attempt(tasks_told.ActionTasksPayload, "action_plan", lambda: change(actor=info.context.actor, **asked))
