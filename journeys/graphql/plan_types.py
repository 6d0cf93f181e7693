"""Types of action plans."""

from typing import Annotated

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.scalars import JSON

from journeys.graphql.enums import (
    EffectUnitEnum,
    PlanArmEnum,
    PlanDesignEnum,
    PlanMetricEnum,
    PlanRoleEnum,
    PlanStateEnum,
)
from journeys.graphql.types import TouchpointType
from journeys.models import ActionPlan, ActionTask, PlanComment, PlanDepartment, PlanUnit
from journeys.services.money import major_units
from tenants.graphql.children import Children
from tenants.graphql.connections import paged
from tenants.graphql.keyset import NEWEST_FIRST, by
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.scalars import Money
from tenants.graphql.types import DepartmentType, UnitType, UserType

THIS = strawberry.lazy("journeys.graphql.plan_types")


def money(amount_minor: int | None, currency: str) -> Money | None:
    """Return an amount as the API shows it."""
    return None if amount_minor is None else Money(major_units(amount_minor, currency))


@strawberry_django.type(PlanUnit, name="PlanUnit")
class PlanUnitType(Node):
    """A unit on one side of a plan."""

    arm: PlanArmEnum
    unit: UnitType
    start_date: auto


@strawberry_django.type(PlanDepartment, name="PlanDepartment")
class PlanDepartmentType(Node):
    """A department in a plan."""

    role: PlanRoleEnum
    department: DepartmentType


@strawberry.type(description="A small thing that belongs to a task.")
class ChecklistItem:
    """A small thing that belongs to a task."""

    title: str = strawberry.field(description="What is to be done.")
    is_done: bool = strawberry.field(description="Whether it is done.")


@strawberry_django.type(PlanComment, name="PlanComment")
class PlanCommentType(Node):
    """Something that somebody said about a plan."""

    plan: Annotated["ActionPlanType", THIS]
    author: UserType | None
    author_name: auto
    text: auto
    mentions: list[str]
    written_at: auto


@strawberry_django.type(ActionTask, name="ActionTask")
class ActionTaskType(Node):
    """A piece of work."""

    title: auto
    assignee: UserType | None
    department: DepartmentType | None
    due_date: auto
    progress: int
    position: int
    revision: int
    depends_on: Annotated["ActionTaskType", THIS] | None
    plan: Annotated["ActionPlanType", THIS]

    @strawberry.field(description="Small things that belong to it, in their order.")
    def checklist(root: strawberry.Parent[ActionTask]) -> list[ChecklistItem]:  # noqa: N805 - strawberry gives the row
        """Return the checklist."""
        return [ChecklistItem(title=one["title"], is_done=one["is_done"]) for one in root.checklist]

    @strawberry.field(description="What the task costs, in the plan's currency; null when not known.")
    def cost(root: strawberry.Parent[ActionTask]) -> Money | None:  # noqa: N805 - strawberry gives the row
        """Return the cost in major units."""
        return money(root.cost_minor, root.plan.currency)


@strawberry_django.type(ActionPlan, name="ActionPlan")
class ActionPlanType(Node):
    """What the company does to improve an experience."""

    code: auto
    title: auto
    problem: auto
    state: PlanStateEnum
    touchpoint: TouchpointType | None
    metric: PlanMetricEnum
    unit_of_effect: EffectUnitEnum
    design: PlanDesignEnum
    treated_customers_attribute: JSON | None
    control_touchpoints: JSON
    lead_department: DepartmentType | None
    owner: UserType | None
    currency: auto
    baseline_from: auto
    start_date: auto
    evaluate_to: auto
    expected_uplift: auto
    approved_at: auto
    baseline: JSON | None
    forecast: JSON | None
    closing_note: auto
    blocked_reason: auto
    blocked_at: auto
    revision: int

    @strawberry.field(description="Money set aside, in the plan's currency; null when not known.")
    def budget(root: strawberry.Parent[ActionPlan]) -> Money | None:  # noqa: N805 - strawberry gives the row
        """Return the budget in major units."""
        return money(root.budget_minor, root.currency)

    @strawberry.field(description="What the plan costs, in its currency; null when not known.")
    def cost(root: strawberry.Parent[ActionPlan]) -> Money | None:  # noqa: N805 - strawberry gives the row
        """Return the cost in major units."""
        return money(root.cost_minor, root.currency)

    @paged(PlanUnitType, description="Units that take part, treated ones and controls.")
    def units(root: strawberry.Parent[ActionPlan]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the arms."""
        return Children(rows_of(PlanUnit), by("arm", descending=True), "plan_id", root)

    @paged(PlanDepartmentType, description="Departments that take part.")
    def departments(root: strawberry.Parent[ActionPlan]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the departments."""
        return Children(rows_of(PlanDepartment), by("role"), "plan_id", root)

    @paged(ActionTaskType, description="Tasks in their order.")
    def tasks(root: strawberry.Parent[ActionPlan]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the tasks."""
        return Children(rows_of(ActionTask), by("position", int), "plan_id", root)

    @paged(PlanCommentType, description="What was said about it, the newest first.")
    def comments(root: strawberry.Parent[ActionPlan]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the comments."""
        return Children(rows_of(PlanComment), NEWEST_FIRST, "plan_id", root)
