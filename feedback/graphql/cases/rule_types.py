"""Types of what opens cases: rules, what they would have done, and when people work."""

from datetime import date, datetime
from typing import Any, cast

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.scalars import JSON

from feedback.graphql.cases.enums import CaseSeverityEnum
from feedback.graphql.types import FeedbackItemType
from feedback.models import CaseRule, FeedbackItem, WorkingHours
from feedback.services.cases.backtest import BackTest
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.types import DepartmentType, UnitType, UserType

_SPELT = {
    "at_least": "atLeast",
    "at_most": "atMost",
    "has_text": "hasText",
    "is_known": "isKnown",
    "spent_at_least": "spentAtLeast",
}


def spelt(document: Any) -> Any:
    """Return conditions as their input spells them."""
    if isinstance(document, dict):
        return {_SPELT.get(name, name): spelt(one) for name, one in document.items()}
    return [spelt(one) for one in document] if isinstance(document, list) else document


@strawberry.type(description="A step of the ladder: what happens while a case is not resolved.")
class CaseStep:
    """A step of the ladder."""

    minutes: int = strawberry.field(description="After how many minutes of working time since it was opened.")
    owner: str | None = strawberry.field(description="E-mail address of the person who gets it then; null: as before.")
    team: str | None = strawberry.field(description="Code of the department that gets it then; null: as before.")
    severity: CaseSeverityEnum | None = strawberry.field(description="How much it matters then; null: as before.")


@strawberry_django.type(CaseRule, name="CaseRule")
class CaseRuleType(Node):
    """Which answers open a case by themselves."""

    name: auto
    severity: CaseSeverityEnum
    sla_minutes: int
    owner: UserType | None
    team: DepartmentType | None
    fresh_days: int
    most_a_day: int
    is_active: auto
    active_since: auto
    held_back: int
    revision: int
    created_at: auto
    changed_at: auto

    @strawberry.field(description="What an answer must be like: a tree, spelt as CaseConditionInput.")
    def conditions(root: strawberry.Parent[CaseRule]) -> JSON:  # noqa: N805 - strawberry gives the row
        """Return the tree."""
        return cast("JSON", spelt(root.conditions))

    @strawberry.field(description="What happens while a case is not resolved, step by step.")
    def ladder(root: strawberry.Parent[CaseRule]) -> list[CaseStep]:  # noqa: N805 - strawberry gives the row
        """Return the steps."""
        return [
            CaseStep(
                minutes=step["minutes"],
                owner=step.get("owner"),
                team=step.get("team"),
                severity=CaseSeverityEnum(step["severity"]) if step.get("severity") else None,
            )
            for step in root.ladder
        ]


@strawberry.type(description="A month of a back-test.")
class CaseRuleMonth:
    """A month of a back-test."""

    month: str = strawberry.field(description="Month of the company's calendar, such as 2026-05.")
    answers: int = strawberry.field(description="Answers of the month.")
    met: int = strawberry.field(description="Of these, how many the rule would have fired for.")
    customers: int = strawberry.field(description="Whose those are: different customers or answer sheets.")


@strawberry.type(description="What a rule would have done, counted exactly from the answers that are there.")
class CaseRuleBackTest:
    """What a rule would have done."""

    keys: strawberry.Private[list[Any]]
    from_: datetime = strawberry.field(name="from", description="Beginning of the span.")
    to: datetime = strawberry.field(description="End of the span, not included.")
    answers: int = strawberry.field(description="Answers of the span.")
    met: int = strawberry.field(description="Of these, how many the rule would have fired for.")
    customers: int = strawberry.field(
        description="Whose those are: different customers or answer sheets. As many cases at least."
    )
    months: list[CaseRuleMonth] = strawberry.field(description="The same by month, without those of no answers.")

    @strawberry.field(description="The last answers that it would have fired for, ten at most.")
    def examples(self) -> list[FeedbackItemType]:
        """Return the answers, in the order in which they were found."""
        rows = {row.pk: row for row in rows_of(FeedbackItem).filter(pk__in=self.keys)}
        return [rows[key] for key in self.keys if key in rows]

    @classmethod
    def of(cls, found: BackTest) -> "CaseRuleBackTest":
        """Return a back-test as the API tells it."""
        months = [
            CaseRuleMonth(month=one.month, answers=one.answers, met=one.met, customers=one.customers)
            for one in found.months
        ]
        return cls(
            keys=list(found.examples),
            from_=found.first,
            to=found.last,
            answers=found.answers,
            met=found.met,
            customers=found.customers,
            months=months,
        )


@strawberry_django.type(WorkingHours, name="WorkingHours")
class WorkingHoursType(Node):
    """When people work."""

    unit: UnitType | None
    timezone: auto
    week: JSON
    revision: int

    @strawberry.field(description="Days without working time, in order.")
    def holidays(root: strawberry.Parent[WorkingHours]) -> list[date]:  # noqa: N805 - strawberry gives the row
        """Return the days."""
        return [date.fromisoformat(day) for day in root.holidays]
