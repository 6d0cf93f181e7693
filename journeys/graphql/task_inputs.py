"""What mutations of a plan's tasks are told, and what they answer."""

from datetime import date

import strawberry

from journeys.graphql.plan_types import ActionPlanType, ActionTaskType
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.scalars import Money
from tenants.graphql.user_errors import UserError


@strawberry.input(description="A small thing that belongs to a task.")
class ChecklistItemInput:
    """A small thing that belongs to a task."""

    title: str = strawberry.field(description="What is to be done.")
    is_done: bool = strawberry.field(default=False, description="Whether it is done.")


@strawberry.input(description="A task to add to a plan.")
class CreateActionTaskInput:
    """A task to add."""

    plan_id: strawberry.ID = strawberry.field(description="Id of the plan.")
    title: str = strawberry.field(description="What is to be done.")
    assignee: str | None = optional("E-mail address of the person who does it.")
    department: str | None = optional("Code of the department that does it.")
    checklist: list[ChecklistItemInput] | None = optional("Small things that belong to it, in their order.")
    due_date: date | None = optional("Last day for it.")
    progress: int = strawberry.field(default=0, description="Done so far, in per cent.")
    depends_on_id: strawberry.ID | None = optional("Id of a task of the same plan that must be done first.")
    cost: Money | None = optional("What it costs, in the plan's currency.")


@strawberry.input(description="A task to change; what is left out stays as it is.")
class UpdateActionTaskInput:
    """A task to change."""

    id: strawberry.ID = strawberry.field(description="Id of the task.")
    title: str | None = optional("What is to be done.")
    assignee: str | None = optional("E-mail address of the person who does it; null for nobody.")
    department: str | None = optional("Code of the department that does it; null for none.")
    checklist: list[ChecklistItemInput] | None = optional("All small things that belong to it, in their order.")
    due_date: date | None = optional("Last day for it; null for none.")
    progress: int | None = optional("Done so far, in per cent; 100 says that it is done.")
    depends_on_id: strawberry.ID | None = optional(
        "Id of a task of the same plan that must be done first; null for none."
    )
    cost: Money | None = optional("What it costs, in the plan's currency.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A task to take out of its plan.")
class ActionTaskIdInput:
    """A task."""

    id: strawberry.ID = strawberry.field(description="Id of the task.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="An order for the tasks of a plan.")
class ReorderActionTasksInput:
    """An order of tasks."""

    plan_id: strawberry.ID = strawberry.field(description="Id of the plan.")
    task_ids: list[strawberry.ID] = strawberry.field(description="Ids of all its tasks, each once, in their order.")
    revision: int | None = optional(REVISION)


@strawberry.type(description="The task that was changed, or what is wrong.")
class ActionTaskPayload:
    """The task that was changed."""

    action_task: ActionTaskType | None = strawberry.field(description="The task; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The plan whose tasks were changed, or what is wrong.")
class ActionTasksPayload:
    """The plan whose tasks were changed."""

    action_plan: ActionPlanType | None = strawberry.field(description="The plan with its tasks; null when refused.")
    user_errors: list[UserError] = errors_field()
