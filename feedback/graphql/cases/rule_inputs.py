"""What is given to write rules that open cases, to try them on history, and to say when people work."""

from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry

from feedback.graphql.cases.enums import CaseScoreEnum, CaseSeverityEnum
from feedback.graphql.cases.rule_types import CaseRuleType, WorkingHoursType
from tenants.graphql.changes import REVISION, errors_field, optional
from tenants.graphql.scalars import Money
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError

LADDER = "What happens while a case is not resolved, 10 steps at most."
OWNER, TEAM = "E-mail address of the person who gets its cases.", "Code of the department that gets its cases."
SLA = "Minutes of working time in which its cases have to be resolved."
FRESH = "An answer that is older than so many days when it comes opens no case."
MOST = "Most cases that it opens within 24 hours; what goes beyond is counted and not opened."


def _part(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(description="A part of a rule's conditions: give exactly one thing that it says.")
class CaseConditionInput:
    """A part of a rule's conditions."""

    all: list["CaseConditionInput"] | None = _part("All of these parts hold.")
    any: list["CaseConditionInput"] | None = _part("At least one of these parts holds.")
    not_: "CaseConditionInput | None" = strawberry.field(
        name="not", default=None, description="This part does not hold."
    )
    score: CaseScoreEnum | None = _part("A score lies between two bounds: give `atLeast`, `atMost` or both.")
    at_least: float | None = _part("Lower bound of `score`, included.")
    at_most: float | None = _part("Upper bound of `score`, included.")
    touchpoints: list[str] | None = _part('About a touchpoint of these codes; "" is the company as a whole.')
    channels: list[str] | None = _part('Through a channel of these codes; "" is none.')
    units: list[str] | None = _part('At a unit of these codes or one below; "" is none.')
    sources: list[str] | None = _part("From one of these systems.")
    mentions: list[str] | None = _part("The comment has one of these words, whatever the case of its letters.")
    has_text: bool | None = _part("There is a comment, or there is none.")
    is_known: bool | None = _part("The customer is known, or is not.")
    attribute: str | None = _part("The customer's attribute of this name, such as a tier, is one of `values`.")
    values: list[str] | None = _part("Values of `attribute`.")
    spent_at_least: Money | None = _part("The customer spent so much in `days` before the answer.")
    days: int | None = _part("Days of `spentAtLeast`; 365 when left out.")


def document_of(given: CaseConditionInput) -> dict[str, Any]:
    """Return conditions as they are stored."""
    found: dict[str, Any] = {}
    for name, value in vars(given).items():
        match value:
            case None:
                continue
            case CaseConditionInput():
                found[name.rstrip("_")] = document_of(value)
            case [CaseConditionInput(), *_]:
                found[name] = [document_of(part) for part in value if isinstance(part, CaseConditionInput)]
            case Enum():
                found[name] = value.value
            case _:
                found[name] = value if isinstance(value, str | list | bool | int | float) else str(value)
    return found


@strawberry.input(description="A step of a ladder.")
class CaseStepInput:
    """A step of a ladder."""

    minutes: int = strawberry.field(description="After how many minutes of working time since it was opened.")
    owner: str | None = _part("E-mail address of the person who gets it then.")
    team: str | None = _part("Code of the department that gets it then.")
    severity: CaseSeverityEnum | None = _part("How much it matters then.")


@strawberry.input(description="A rule to write; it looks at nothing before it is enabled.")
class CreateCaseRuleInput:
    """A rule to write."""

    name: str = strawberry.field(description="What it is called, for people.")
    conditions: CaseConditionInput = strawberry.field(description="What an answer must be like.")
    severity: CaseSeverityEnum = strawberry.field(
        default=CaseSeverityEnum.MEDIUM, description="How much its cases matter."
    )
    sla_minutes: int = strawberry.field(default=1440, description=SLA)
    owner: str | None = optional(OWNER)
    team: str | None = optional(TEAM)
    ladder: list[CaseStepInput] = strawberry.field(default_factory=list, description=LADDER)
    fresh_days: int = strawberry.field(default=14, description=FRESH)
    most_a_day: int = strawberry.field(default=200, description=MOST)


@strawberry.input(description="A rule to change, from now on; what is left out stays as it is.")
class UpdateCaseRuleInput:
    """A rule to change."""

    id: strawberry.ID = strawberry.field(description="Id of the rule.")
    name: str | None = optional("What it is called, for people.")
    conditions: CaseConditionInput | None = optional("What an answer must be like.")
    severity: CaseSeverityEnum | None = optional("How much its cases matter.")
    sla_minutes: int | None = optional(SLA)
    owner: str | None = optional(f"{OWNER} Null for nobody.")
    team: str | None = optional(f"{TEAM} Null for none.")
    ladder: list[CaseStepInput] | None = optional(LADDER)
    fresh_days: int | None = optional(FRESH)
    most_a_day: int | None = optional(MOST)
    revision: int | None = optional(REVISION)


@strawberry.input(description="A rule.")
class CaseRuleIdInput:
    """A rule."""

    id: strawberry.ID = strawberry.field(description="Id of the rule.")
    revision: int | None = optional(REVISION)


@strawberry.input(description="A rule that is to look back, and how far.")
class ApplyCaseRuleInput:
    """A rule that is to look back."""

    id: strawberry.ID = strawberry.field(description="Id of the rule; it need not be enabled.")
    from_: datetime = strawberry.field(name="from", description="Only answers at or after this moment.")
    to: datetime = strawberry.field(description="Only answers before this moment.")


@strawberry.input(description="Spans of working time by day, such as 09:00-12:00, in the unit's time zone.")
class WorkingWeekInput:
    """Spans of working time by day."""

    mon: list[str] = strawberry.field(default_factory=list, description="Monday.")
    tue: list[str] = strawberry.field(default_factory=list, description="Tuesday.")
    wed: list[str] = strawberry.field(default_factory=list, description="Wednesday.")
    thu: list[str] = strawberry.field(default_factory=list, description="Thursday.")
    fri: list[str] = strawberry.field(default_factory=list, description="Friday.")
    sat: list[str] = strawberry.field(default_factory=list, description="Saturday.")
    sun: list[str] = strawberry.field(default_factory=list, description="Sunday.")


@strawberry.input(description="When people work; the clock of cases runs then alone.")
class SetWorkingHoursInput:
    """When people work."""

    unit: str | None = _part("Code of the unit, which those below it follow; null: the company.")
    week: WorkingWeekInput | None = _part("The week; null forgets it, and the hours above count, or the whole day.")
    holidays: list[date] = strawberry.field(default_factory=list, description="Days without working time.")
    timezone: str = strawberry.field(default="", description="IANA time zone; empty: the company's.")


@strawberry.type(description="The rule, or what is wrong.")
class CaseRulePayload:
    """The rule."""

    case_rule: CaseRuleType | None = strawberry.field(description="The rule; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The job that looks back, or what is wrong.")
class ApplyCaseRulePayload:
    """The job that looks back."""

    job: JobType | None = strawberry.field(description="The job; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="The hours that hold, or what is wrong.")
class WorkingHoursPayload:
    """The hours that hold."""

    working_hours: WorkingHoursType | None = strawberry.field(description="The hours; null when forgotten or refused.")
    user_errors: list[UserError] = errors_field()
