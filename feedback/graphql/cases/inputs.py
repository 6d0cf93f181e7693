"""What cases can be listed by, and what is given to work on them."""

from datetime import datetime
from typing import Any

import strawberry
from django.db.models import Q, QuerySet

from feedback.graphql.cases.enums import CaseSeverityEnum, CaseStateEnum, RootCauseEnum
from feedback.graphql.cases.types import CaseType
from feedback.services.cases.states import OVER
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.inputs import narrowed
from tenants.graphql.user_errors import UserError

NOTE = "A word on it, for the history; 10,000 characters at most."
ID = "Id of the case."


@strawberry.input(description="Which cases to list; all conditions must hold.")
class CaseFilter:
    """Which cases to list."""

    states: list[CaseStateEnum] | None = strawberry.field(default=None, description="Only those in these states.")
    is_open: bool | None = strawberry.field(default=None, description="Only those that are not over, or only others.")
    is_overdue: bool | None = strawberry.field(default=None, description="Only those not resolved in time, or others.")
    severities: list[CaseSeverityEnum] | None = strawberry.field(default=None, description="Only of these severities.")
    owners: list[str] | None = strawberry.field(default=None, description="Only of people with these addresses.")
    teams: list[str] | None = strawberry.field(default=None, description="Only of departments of these codes.")
    is_unassigned: bool | None = strawberry.field(default=None, description="Only those nobody has, or only others.")
    touchpoints: list[str] | None = strawberry.field(default=None, description="Only about touchpoints of these codes.")
    units: list[str] | None = strawberry.field(default=None, description="Only at units of these codes.")
    rules: list[str] | None = strawberry.field(default=None, description="Only opened by rules of these names.")
    customer: str | None = strawberry.field(default=None, description="Only of the customer with this external id.")
    root_causes: list[RootCauseEnum] | None = strawberry.field(default=None, description="Only of these causes.")
    opened_from: datetime | None = strawberry.field(default=None, description="Only opened at or after this moment.")
    opened_to: datetime | None = strawberry.field(default=None, description="Only opened before this moment.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        if self.is_open is not None:
            rows = rows.exclude(state__in=OVER) if self.is_open else rows.filter(state__in=OVER)
        if self.is_unassigned is not None:
            nobodys = Q(owner=None, team=None)
            rows = rows.filter(nobodys if self.is_unassigned else ~nobodys)
        if self.customer is not None:
            named = Q(customer__external_id=self.customer) | Q(account__external_id=self.customer)
            rows = rows.filter(named)
        return narrowed(
            rows,
            state__in=self.states,
            is_overdue=self.is_overdue,
            severity__in=self.severities,
            owner__email__in=self.owners,
            team__code__in=self.teams,
            touchpoint__code__in=self.touchpoints,
            unit__code__in=self.units,
            rule__name__in=self.rules,
            root_cause__in=self.root_causes,
            opened_at__gte=self.opened_from,
            opened_at__lt=self.opened_to,
        )


@strawberry.input(description="A case to open: from an answer, or about a customer or something else.")
class OpenCaseInput:
    """A case to open."""

    feedback_item_id: strawberry.ID | None = strawberry.field(default=None, description="Id of the answer.")
    customer: str | None = strawberry.field(
        default=None, description="External id of the customer, where there is no answer."
    )
    title: str = strawberry.field(default="", description="What it is about, in a few words; 200 characters are kept.")
    severity: CaseSeverityEnum = strawberry.field(default=CaseSeverityEnum.MEDIUM, description="How much it matters.")
    owner: str | None = strawberry.field(default=None, description="E-mail address of the person who gets it.")
    team: str | None = strawberry.field(default=None, description="Code of the department that gets it.")
    note: str = strawberry.field(default="", description=NOTE)


@strawberry.input(description="A case, and who gets it: a person, a department, both or with neither nobody.")
class AssignCaseInput:
    """A case, and who gets it."""

    id: strawberry.ID = strawberry.field(description=ID)
    owner: str | None = strawberry.field(default=None, description="E-mail address of the person.")
    team: str | None = strawberry.field(default=None, description="Code of the department.")
    note: str = strawberry.field(default="", description=NOTE)
    revision: int | None = optional(REVISION)


@strawberry.input(description="Cases, and who gets them; all or none.")
class AssignCasesInput:
    """Cases, and who gets them."""

    ids: list[strawberry.ID] = strawberry.field(description="Ids of at most 100 cases.")
    owner: str | None = strawberry.field(default=None, description="E-mail address of the person.")
    team: str | None = strawberry.field(default=None, description="Code of the department.")


@strawberry.input(description="A case, and the state it comes into.")
class ChangeCaseStateInput:
    """A case, and the state it comes into."""

    id: strawberry.ID = strawberry.field(description=ID)
    state: CaseStateEnum = strawberry.field(description="The state.")
    note: str = strawberry.field(default="", description=NOTE)
    revision: int | None = optional(REVISION)


@strawberry.input(description="A case, and what to write into its history.")
class CommentOnCaseInput:
    """A case, and what to write."""

    id: strawberry.ID = strawberry.field(description=ID)
    text: str = strawberry.field(description="What to write; 10,000 characters at most.")


@strawberry.input(description="A case, and why it came to it.")
class SetCaseRootCauseInput:
    """A case, and why it came to it."""

    id: strawberry.ID = strawberry.field(description=ID)
    root_cause: RootCauseEnum = strawberry.field(description="Why it came to it.")
    note: str = strawberry.field(default="", description="The same in words.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A case, and how it was resolved.")
class ResolveCaseInput:
    """A case, and how it was resolved."""

    id: strawberry.ID = strawberry.field(description=ID)
    note: str = strawberry.field(description="How the customer was answered.")
    root_cause: RootCauseEnum | None = optional("Why it came to it.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A case to open again, and why.")
class ReopenCaseInput:
    """A case to open again."""

    id: strawberry.ID = strawberry.field(description=ID)
    reason: str = strawberry.field(description="Why.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A case to change; what is left out stays as it is.")
class UpdateCaseInput:
    """A case to change."""

    id: strawberry.ID = strawberry.field(description=ID)
    severity: CaseSeverityEnum | None = optional("How much it matters.")
    action_plan_id: strawberry.ID | None = optional("Id of the plan that is to keep it from happening; null: none.")
    revision: int | None = optional(REVISION)


@strawberry.type(description="The case, or what is wrong.")
class CasePayload:
    """The case."""

    case: CaseType | None = strawberry.field(description="The case; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The cases, or what is wrong.")
class CasesPayload:
    """The cases."""

    cases: list[CaseType] | None = strawberry.field(description="The cases; null when refused.")
    user_errors: list[UserError] = errors_field()
