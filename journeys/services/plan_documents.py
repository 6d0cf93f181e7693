"""Reads the JSON in which a plan is written down, before it meets the database."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Literal

import msgspec

from journeys.services.codes import code_problem
from tenants.access import Refusal

MAX_MONEY = Decimal(10) ** 15


class PlanRefused(Refusal):
    """Raised when a plan cannot be stored, changed or approved as asked; the message says why."""


class DepartmentEntry(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A department that takes part."""

    code: str
    role: Literal["responsible", "accountable", "consulted", "informed"] = "responsible"


class TaskEntry(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A piece of work; the assignee is an e-mail address, `after` the title of an earlier task of the list."""

    title: str
    assignee: str | None = None
    due_date: date | None = None
    progress: int = 0
    cost: Decimal | None = None
    after: str | None = None


class CustomerArms(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The customers' attribute that tells who is treated; without control values all others are controls."""

    name: str
    treated: list[str]
    control: list[str] = []


class PlanDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A plan as people write it: codes for what exists, major units for money, ISO dates."""

    code: str
    title: str
    metric: Literal["value", "nps", "csat", "ces", "loyalty", "repurchase", "retention", "revenue", "margin"]
    baseline_from: date
    start_date: date
    evaluate_to: date
    touchpoint: str | None = None
    unit_of_effect: Literal["unit", "customer"] = "unit"
    treated_units: list[str] = []
    control_units: list[str] = []
    unit_start_dates: dict[str, date] = {}
    treated_customers_attribute: CustomerArms | None = None
    control_touchpoints: list[str] = []
    design: Literal["auto", "randomised", "did", "staggered", "single_series"] = "auto"
    expected_uplift: float | None = None
    cost: Decimal | None = None
    budget: Decimal | None = None
    currency: str | None = None
    problem: str = ""
    lead_department: str | None = None
    owner: str | None = None
    departments: list[DepartmentEntry] = []
    tasks: list[TaskEntry] = []


def read_plan(document: Mapping[str, object]) -> PlanDocument:
    """Return the plan written in a JSON object. Raises PlanRefused naming the field that is wrong."""
    try:
        plan = msgspec.convert(document, PlanDocument)
    except msgspec.ValidationError as error:
        raise PlanRefused(f"plan {document.get('code', '')!s:.40}: {error}") from error
    for problem in _problems(plan):
        raise PlanRefused(f"plan {plan.code[:40]}: {problem}")
    return plan


def _problems(plan: PlanDocument) -> list[str]:
    both = sorted(set(plan.treated_units) & set(plan.control_units))
    money = [plan.cost, plan.budget, *(task.cost for task in plan.tasks)]
    checks = [
        (code_problem(plan.code), f"code {code_problem(plan.code)}"),
        (not plan.title.strip(), "title is empty"),
        (plan.baseline_from >= plan.start_date, "baseline_from must be before start_date"),
        (plan.start_date >= plan.evaluate_to, "start_date must be before evaluate_to"),
        (both, f"units are both treated and control: {', '.join(both[:5])}"),
        (any(not 0 <= task.progress <= 100 for task in plan.tasks), "progress of a task must be 0 to 100"),
        (any(not task.title.strip() for task in plan.tasks), "title of a task is empty"),
        (len({task.title for task in plan.tasks}) < len(plan.tasks), "two tasks have the same title"),
        (
            any(not _is_payable(amount) for amount in money if amount is not None),
            "money must be 0 or more, and payable",
        ),
        (plan.expected_uplift is not None and not isfinite(plan.expected_uplift), "expected_uplift is not a number"),
    ]
    return [message for broken, message in checks if broken] + _arm_problems(plan) + _order_problems(plan)


def _arm_problems(plan: PlanDocument) -> list[str]:
    people, starts = plan.treated_customers_attribute, plan.unit_start_dates
    strangers = sorted(set(starts) - set(plan.treated_units))
    checks = [
        (strangers, f"unit_start_dates names units that are not treated: {', '.join(strangers[:5])}"),
        (any(day < plan.start_date for day in starts.values()), "a unit starts before start_date"),
        (any(day >= plan.evaluate_to for day in starts.values()), "a unit starts when the evaluation is over"),
        (people and plan.treated_units, "name treated_units or treated_customers_attribute, not both"),
        (people and not (people.name.strip() and people.treated), "treated_customers_attribute has no name or value"),
        (people and set(people.treated) & set(people.control), "customers are both treated and control"),
        (plan.touchpoint in plan.control_touchpoints, "the plan's own touchpoint cannot be its control"),
        (plan.design == "staggered" and not plan.treated_units, "a staggered plan needs treated_units"),
    ]
    return [message for broken, message in checks if broken]


def _is_payable(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount <= MAX_MONEY


def _order_problems(plan: PlanDocument) -> list[str]:
    seen: set[str] = set()
    problems = []
    for task in plan.tasks:
        if task.after is not None and task.after not in seen:
            problems.append(f"task {task.title[:40]!r} comes after {task.after[:40]!r}, which is not listed before it")
        seen.add(task.title)
    return problems
