"""What mutations of plans are told, and what they answer."""

from datetime import date
from typing import Any

import strawberry

from journeys.graphql.enums import EffectUnitEnum, PlanDesignEnum, PlanMetricEnum, PlanRoleEnum, PlanStateEnum
from journeys.graphql.plan_types import ActionPlanType
from journeys.models.plan import EffectUnit, PlanDesign
from journeys.models.plan_parts import PlanRole
from tenants.graphql.changes import REVISION, document, errors_field, optional
from tenants.graphql.scalars import Money
from tenants.graphql.user_errors import UserError


@strawberry.input(description="A department that takes part in a plan.")
class PlanDepartmentInput:
    """A department that takes part."""

    code: str = strawberry.field(description="Code of the department.")
    role: PlanRoleEnum = strawberry.field(default=PlanRole.RESPONSIBLE, description="What the department does in it.")


@strawberry.input(description="When a treated unit meets the change, if later than the plan's start.")
class UnitStartInput:
    """When a unit starts."""

    unit: str = strawberry.field(description="Code of the unit.")
    start_date: date = strawberry.field(description="First day of the change in this unit.")


@strawberry.input(description="The customers' attribute that tells who is treated.")
class CustomerArmsInput:
    """The attribute that tells who is treated."""

    name: str = strawberry.field(description="Name of the attribute.")
    treated: list[str] = strawberry.field(description="Its values of treated customers.")
    control: list[str] = strawberry.field(
        default_factory=list, description="Its values of controls; all others without."
    )


@strawberry.input(description="A task that a new plan begins with.")
class PlanTaskInput:
    """A task of a new plan."""

    title: str = strawberry.field(description="What is to be done; once in the plan.")
    assignee: str | None = optional("E-mail address of the person who does it.")
    department: str | None = optional("Code of the department that does it.")
    due_date: date | None = optional("Last day for it.")
    cost: Money | None = optional("What it costs, in the plan's currency.")
    after: str | None = optional("Title of an earlier task that must be done first.")


@strawberry.input(description="A plan to write down, as a draft.")
class CreateActionPlanInput:
    """A plan to write down."""

    code: str = strawberry.field(description="Stable code; it never changes.")
    title: str = strawberry.field(description="Title of the plan.")
    metric: PlanMetricEnum = strawberry.field(description="Figure by which the plan is judged.")
    baseline_from: date = strawberry.field(description="First day of the time before, which the plan is judged by.")
    start_date: date = strawberry.field(description="First day on which treated customers meet the change.")
    evaluate_to: date = strawberry.field(description="Day after the last one that is evaluated.")
    touchpoint: str | None = optional("Code of the touchpoint that it improves; the whole company without.")
    problem: str = strawberry.field(default="", description="What is wrong today and for whom.")
    unit_of_effect: EffectUnitEnum = strawberry.field(
        default=EffectUnit.UNIT, description="What the change is introduced by."
    )
    design: PlanDesignEnum = strawberry.field(default=PlanDesign.AUTO, description="How the plan is judged.")
    treated_units: list[str] = strawberry.field(default_factory=list, description="Codes of units that meet it.")
    control_units: list[str] = strawberry.field(default_factory=list, description="Codes of units to compare with.")
    unit_starts: list[UnitStartInput] = strawberry.field(
        default_factory=list, description="Units that start later than the plan."
    )
    treated_customers_attribute: CustomerArmsInput | None = optional("Tells treated customers, instead of units.")
    control_touchpoints: list[str] = strawberry.field(
        default_factory=list, description="Codes of touchpoints that it does not change, when everybody is treated."
    )
    expected_uplift: float | None = optional("Expected change of the metric, in its own unit.")
    cost: Money | None = optional("What it costs.")
    budget: Money | None = optional("Money set aside.")
    currency: str | None = optional("ISO 4217 code; the company's without.")
    lead_department: str | None = optional("Code of the department that leads.")
    owner: str | None = optional("E-mail address of the person who answers for it.")
    departments: list[PlanDepartmentInput] = strawberry.field(
        default_factory=list, description="Departments that take part."
    )
    tasks: list[PlanTaskInput] = strawberry.field(default_factory=list, description="Tasks, in their order.")


@strawberry.input(description="A draft to change; what is left out stays as it is, lists are replaced.")
class UpdateActionPlanInput:
    """A draft to change."""

    id: strawberry.ID = strawberry.field(description="Id of the plan.")
    title: str | None = optional("Title of the plan.")
    metric: PlanMetricEnum | None = optional("Figure by which the plan is judged.")
    baseline_from: date | None = optional("First day of the time before, which the plan is judged by.")
    start_date: date | None = optional("First day on which treated customers meet the change.")
    evaluate_to: date | None = optional("Day after the last one that is evaluated.")
    touchpoint: str | None = optional("Code of the touchpoint that it improves; null for the whole company.")
    problem: str | None = optional("What is wrong today and for whom.")
    unit_of_effect: EffectUnitEnum | None = optional("What the change is introduced by.")
    design: PlanDesignEnum | None = optional("How the plan is judged.")
    treated_units: list[str] | None = optional("Codes of units that meet it.")
    control_units: list[str] | None = optional("Codes of units to compare with.")
    unit_starts: list[UnitStartInput] | None = optional("Units that start later than the plan.")
    treated_customers_attribute: CustomerArmsInput | None = optional("Tells treated customers; null for units.")
    control_touchpoints: list[str] | None = optional("Codes of touchpoints that it does not change.")
    expected_uplift: float | None = optional("Expected change of the metric, in its own unit.")
    cost: Money | None = optional("What it costs.")
    budget: Money | None = optional("Money set aside.")
    currency: str | None = optional("ISO 4217 code.")
    lead_department: str | None = optional("Code of the department that leads; null for none.")
    owner: str | None = optional("E-mail address of the person who answers for it; null for nobody.")
    departments: list[PlanDepartmentInput] | None = optional("Departments that take part.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A plan that takes its next step.")
class ActionPlanIdInput:
    """A plan."""

    id: strawberry.ID = strawberry.field(description="Id of the plan.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A plan that goes back to a state that it was in before.")
class ReopenActionPlanInput:
    """A plan that goes back."""

    id: strawberry.ID = strawberry.field(description="Id of the plan.")
    state: PlanStateEnum = strawberry.field(description="State that it was in before.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A plan that takes a step that people want explained.")
class ActionPlanNoteInput:
    """A plan, and why."""

    id: strawberry.ID = strawberry.field(description="Id of the plan.")
    note: str = strawberry.field(default="", description="What is missing, what was learned, or why it is given up.")
    revision: int | None = optional(REVISION)


@strawberry.type(description="The plan that was changed, or what is wrong.")
class ActionPlanPayload:
    """The plan that was changed."""

    action_plan: ActionPlanType | None = strawberry.field(description="The plan; null when refused.")
    user_errors: list[UserError] = errors_field()


def plan_document(input: CreateActionPlanInput | UpdateActionPlanInput) -> dict[str, Any]:
    """Return what was given of a plan as the services read it."""
    found: dict[str, Any] = document(input)
    if "unit_starts" in found:
        starts = found.pop("unit_starts") or []
        found["unit_start_dates"] = {one["unit"]: one["start_date"] for one in starts}
    return {name: value for name, value in found.items() if name not in {"id", "revision"}}
