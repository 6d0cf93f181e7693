"""Types of cases."""

from datetime import datetime
from typing import Any, cast

import strawberry
import strawberry_django
from django.core.exceptions import ObjectDoesNotExist
from strawberry import auto
from strawberry.scalars import JSON

from feedback.graphql.cases.enums import (
    CaseEventKind,
    CaseOriginEnum,
    CaseSeverityEnum,
    CaseStateEnum,
    RootCauseEnum,
)
from feedback.graphql.cases.rule_types import CaseRuleType
from feedback.graphql.types import CustomerType, FeedbackItemType
from feedback.models import Case, CaseEvent
from feedback.services.cases.recovery import Return, returns_of
from journeys.graphql.plan_types import ActionPlanType
from journeys.graphql.types import TouchpointType
from journeys.models import ActionPlan
from journeys.services.money import major_units
from tenants.access import current_units
from tenants.graphql.children import Children, peers_of
from tenants.graphql.connections import paged
from tenants.graphql.context import Info
from tenants.graphql.keyset import BY_ID
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.scalars import Money
from tenants.graphql.types import DepartmentType, UnitType, UserType


@strawberry_django.type(CaseEvent, name="CaseEvent")
class CaseEventType(Node):
    """One thing that happened to a case."""

    kind: CaseEventKind
    at: datetime
    by_kind: auto
    by: auto
    data: JSON
    text: str | None

    @strawberry.field(description="Answer that opened or joined the case; null for other events.")
    def feedback_item(root: strawberry.Parent[CaseEvent]) -> FeedbackItemType | None:  # noqa: N805
        """Return the answer; null also when it was taken back."""
        return cast("FeedbackItemType | None", _there(root, "item"))


@strawberry.type(description="Whether a customer came back after a case was over: from orders, not from opinions.")
class CaseRecovery:
    """Whether a customer came back."""

    found: strawberry.Private[Return]
    currency: strawberry.Private[str]
    since: datetime = strawberry.field(description="When the case was resolved or closed.")
    until: datetime = strawberry.field(description="Up to when orders count: 90 days later.")

    @strawberry.field(description="True when the customer has bought since; null when the customer is unknown.")
    def came_back(self) -> bool | None:
        """Return whether there is an order."""
        return self.found.orders > 0 if self.found.is_known else None

    @strawberry.field(description="How many orders, refunds not counted.")
    def orders(self) -> int:
        """Return how many orders."""
        return self.found.orders

    @strawberry.field(description="When the customer first bought again; null when not yet.")
    def first_order_at(self) -> datetime | None:
        """Return the first order's moment."""
        return self.found.first_at

    @strawberry.field(description="What the customer spent since, in the company's currency, less refunds.")
    def amount(self) -> Money:
        """Return the money."""
        return Money(major_units(self.found.amount_minor, self.currency))


@strawberry_django.type(Case, name="Case")
class CaseType(Node):
    """A customer whom somebody has to answer."""

    number: int
    origin: CaseOriginEnum
    state: CaseStateEnum
    severity: CaseSeverityEnum
    title: str | None
    customer: CustomerType | None
    touchpoint: TouchpointType | None
    unit: UnitType | None
    rule: CaseRuleType | None
    owner: UserType | None
    team: DepartmentType | None
    opened_at: auto
    due_at: auto
    first_response_at: auto
    waiting_since: auto
    resolved_at: auto
    is_overdue: auto
    escalations: int
    reopened: int
    cause_note: str | None
    resolution_note: str | None
    changed_at: auto
    revision: int

    @strawberry.field(description="Answer it was opened from; null for one opened without, or when it was taken back.")
    def feedback_item(root: strawberry.Parent[Case]) -> FeedbackItemType | None:  # noqa: N805
        """Return the answer."""
        return cast("FeedbackItemType | None", _there(root, "item"))

    @strawberry.field(description="Name of the person who has it, or their e-mail address; null when nobody has.")
    def owner_name(root: strawberry.Parent[Case]) -> str | None:  # noqa: N805
        """Return the name."""
        return (root.owner.name or root.owner.email) if root.owner else None

    @strawberry.field(description="Name of the rule that opened it; null when somebody did.")
    def rule_name(root: strawberry.Parent[Case]) -> str | None:  # noqa: N805
        """Return the name."""
        return root.rule.name if root.rule else None

    @strawberry.field(description="Why it came to it; null while unknown.")
    def root_cause(root: strawberry.Parent[Case]) -> RootCauseEnum | None:  # noqa: N805
        """Return the cause."""
        return RootCauseEnum(root.root_cause) if root.root_cause else None

    @strawberry.field(description="Action plan that is to keep it from happening again; null when there is none.")
    def action_plan(root: strawberry.Parent[Case], info: Info) -> ActionPlanType | None:  # noqa: N805
        """Return the plan, as far as the caller reaches; read for the case's peers too."""
        loaded, key = info.context.loaded, root.action_plan_id
        if key is None:
            return None
        if (ActionPlan, key) not in loaded:
            keys = {peer.action_plan_id for peer in peers_of(root)} - {None}
            found = {plan.pk: plan for plan in rows_of(ActionPlan).filter(pk__in=keys)}
            loaded.update({(ActionPlan, one): found.get(one) for one in keys})
        return cast("ActionPlanType | None", loaded[(ActionPlan, key)])

    @paged(CaseEventType, description="What happened to it, in order.")
    def events(root: strawberry.Parent[Case]) -> Children:  # noqa: N805
        """Return the history."""
        return Children(rows_of(CaseEvent), BY_ID, "case_id", root)

    @strawberry.field(description="Whether the customer came back since it was over; null while it is not.")
    def recovery(root: strawberry.Parent[Case], info: Info) -> CaseRecovery | None:  # noqa: N805
        """Return what was bought since, at the caller's units; read for the case's peers too."""
        if root.resolved_at is None:
            return None
        loaded = info.context.loaded
        if (Return, root.pk) not in loaded:
            found = returns_of([peer.pk for peer in peers_of(root)], units=current_units())
            loaded.update({(Return, one): what for one, what in found.items()})
        what: Return = loaded[(Return, root.pk)]
        company = info.context.company
        return CaseRecovery(
            found=what, currency=company.currency if company else "", since=root.resolved_at, until=what.until
        )


def _there(row: Any, name: str) -> Any:
    """Return the row that a key points to, or None where it is gone."""
    try:
        return getattr(row, name)
    except ObjectDoesNotExist:
        return None
