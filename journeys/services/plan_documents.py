"""Reads the JSON in which a plan is written down, before it meets the database."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from journeys.services.codes import code_problem
from tenants.access import Refusal, Refusals

_AT = re.compile(r"at `\$\.?([^`]*)`")
_MISSING = re.compile(r"required field `(\w+)`$")
MAX_MONEY = Decimal(10) ** 15


class PlanRefused(Refusal):
    """Raised when a plan cannot be stored, changed or approved as asked; the message says why."""


class SeveralRefused(PlanRefused, Refusals):
    """Raised when several fields of a plan are wrong."""


class DepartmentEntry(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A department that takes part."""

    code: str
    role: Literal["responsible", "accountable", "consulted", "informed"] = "responsible"


class ChecklistEntry(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A small thing that belongs to a task."""

    title: str
    is_done: bool = False


class TaskEntry(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A piece of work; the assignee is an e-mail address, `after` the title of an earlier task of the list."""

    title: str
    assignee: str | None = None
    department: str | None = None
    checklist: list[ChecklistEntry] = []
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
    """Return the plan written in a JSON object. Raises PlanRefused naming the fields that are wrong."""
    try:
        plan = msgspec.convert(document, PlanDocument)
    except msgspec.ValidationError as error:
        name = f"plan {document.get('code', '')!s:.40}"
        raise PlanRefused(f"{name}: {error}", field=_place(str(error))) from error
    found = [PlanRefused(f"plan {plan.code[:40]}: {problem}", field=field) for field, problem in _problems(plan)]
    if found:
        raise found[0] if len(found) == 1 else SeveralRefused(found)
    return plan


def _place(message: str) -> str:
    """Return the field that msgspec complains of, such as tasks.0.title for "... - at `$.tasks[0].title`"."""
    missing = _MISSING.search(message)
    if missing is not None:
        return missing[1]
    found = _AT.search(message)
    return re.sub(r"\[(\d*)\]", r".\1", found[1]).strip(".") if found is not None else ""


def _problems(plan: PlanDocument) -> list[tuple[str, str]]:
    """Return each field that cannot be as it is, and why."""
    both = sorted(set(plan.treated_units) & set(plan.control_units))
    checks = [
        (code_problem(plan.code), "code", _("code %(problem)s") % {"problem": code_problem(plan.code)}),
        (not plan.title.strip(), "title", _("title is empty")),
        (
            plan.baseline_from >= plan.start_date,
            "baseline_from",
            _("baseline_from must be before start_date"),
        ),
        (plan.start_date >= plan.evaluate_to, "start_date", _("start_date must be before evaluate_to")),
        (
            both,
            "control_units",
            _("units are both treated and control: %(units)s") % {"units": ", ".join(both[:5])},
        ),
        (
            plan.expected_uplift is not None and not isfinite(plan.expected_uplift),
            "expected_uplift",
            _("expected_uplift is not a number"),
        ),
    ]
    found = [(field, message) for broken, field, message in checks if broken]
    return found + _money_problems(plan) + _arm_problems(plan) + _task_problems(plan)


def _money_problems(plan: PlanDocument) -> list[tuple[str, str]]:
    amounts = {"cost": plan.cost, "budget": plan.budget}
    amounts |= {f"tasks.{place}.cost": task.cost for place, task in enumerate(plan.tasks)}
    wrong = [field for field, amount in amounts.items() if amount is not None and not is_payable(amount)]
    return [(field, _("money must be 0 or more, and payable")) for field in wrong]


def _arm_problems(plan: PlanDocument) -> list[tuple[str, str]]:
    people, starts = plan.treated_customers_attribute, plan.unit_start_dates
    strangers = sorted(set(starts) - set(plan.treated_units))
    attribute = "treated_customers_attribute"
    checks = [
        (
            strangers,
            "unit_start_dates",
            _("unit_start_dates names units that are not treated: %(units)s") % {"units": ", ".join(strangers[:5])},
        ),
        (
            any(day < plan.start_date for day in starts.values()),
            "unit_start_dates",
            _("a unit starts before start_date"),
        ),
        (
            any(day >= plan.evaluate_to for day in starts.values()),
            "unit_start_dates",
            _("a unit starts when the evaluation is over"),
        ),
        (
            people and plan.treated_units,
            attribute,
            _("name treated_units or treated_customers_attribute, not both"),
        ),
        (
            people and not (people.name.strip() and people.treated),
            attribute,
            _("treated_customers_attribute has no name or value"),
        ),
        (
            people and set(people.treated) & set(people.control),
            attribute,
            _("customers are both treated and control"),
        ),
        (
            plan.touchpoint in plan.control_touchpoints,
            "control_touchpoints",
            _("the plan's own touchpoint cannot be its control"),
        ),
        (
            plan.design == "staggered" and not plan.treated_units,
            "design",
            _("a staggered plan needs treated_units"),
        ),
    ]
    return [(field, message) for broken, field, message in checks if broken]


def is_payable(amount: Decimal) -> bool:
    """Return whether an amount is one that can be paid and stored."""
    return amount.is_finite() and 0 <= amount <= MAX_MONEY


def _task_problems(plan: PlanDocument) -> list[tuple[str, str]]:
    seen: set[str] = set()
    found = []
    for place, task in enumerate(plan.tasks):
        field = f"tasks.{place}"
        if not 0 <= task.progress <= 100:
            found.append((f"{field}.progress", _("progress of a task must be 0 to 100")))
        if not task.title.strip():
            found.append((f"{field}.title", _("title of a task is empty")))
        if task.title in seen:
            found.append((f"{field}.title", _("two tasks have the same title")))
        if task.after is not None and task.after not in seen:
            names = {"task": repr(task.title[:40]), "after": repr(task.after[:40])}
            text = _("task %(task)s comes after %(after)s, which is not listed before it") % names
            found.append((f"{field}.after", text))
        seen.add(task.title)
    return found
