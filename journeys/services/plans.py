"""Writes plans down, approves them, and keeps what was approved."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from journeys.models import ActionPlan, ActionTask, PlanDepartment, PlanUnit, Touchpoint
from journeys.models.plan import EffectUnit, PlanState
from journeys.models.plan_parts import PlanArm
from journeys.services.money import minor_units
from journeys.services.plan_documents import PlanDocument, PlanRefused, read_plan
from tenants.members.models import Department, Unit, User
from tenants.models.company_model import CompanyModel
from tenants.selectors import current_company

APPROVABLE = (PlanState.DRAFT, PlanState.PROPOSED)


@transaction.atomic
def import_plan(document: Mapping[str, object]) -> ActionPlan:
    """Create a plan, or change the one of the same code, from its JSON (see PlanDocument).

    Importing the same document again changes nothing. After approval the touchpoint, metric, unit of effect, dates and
    arms stay as approved. Raises PlanRefused, and stores nothing, when a field is wrong, a code is unknown or a frozen
    term would change.
    """
    wanted = read_plan(document)
    plan = ActionPlan.objects.select_for_update().filter(code=wanted.code).first() or ActionPlan(code=wanted.code)
    arms, starts = _arms(wanted), wanted.unit_start_dates
    _assign(plan, wanted)
    if plan.approved_at is not None and plan.baseline is not None:
        _refuse_changed_terms(plan, now=_terms(plan, arms, starts))
    _store(plan)
    _replace_arms(plan, arms, starts)
    _replace_departments(plan, wanted)
    _replace_tasks(plan, wanted)
    return plan


@transaction.atomic
def approve_plan(
    plan: ActionPlan, *, baseline: dict[str, Any], forecast: dict[str, Any] | None, as_of: datetime
) -> ActionPlan:
    """Approve a plan as of a time and freeze its baseline, forecast, arms, dates and metric.

    The figures are given by the caller; the terms of the plan are kept beside them under the key "terms".
    Raises PlanRefused when the plan is not waiting for approval or nothing would be treated.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state not in APPROVABLE:
        raise PlanRefused(f"plan {plan.code} is {plan.state}; only a draft or a proposal can be approved")
    arms = _stored_arms(plan)
    if plan.unit_of_effect == EffectUnit.UNIT and not arms[PlanArm.TREATED]:
        raise PlanRefused(f"plan {plan.code} treats no unit, so nothing could be evaluated; name treated_units")
    plan.baseline = {**baseline, "terms": terms_of(plan)}
    plan.forecast = forecast
    plan.approved_at = as_of
    plan.state = PlanState.APPROVED
    plan.save(update_fields=["baseline", "forecast", "approved_at", "state"])
    return plan


def terms_of(plan: ActionPlan) -> dict[str, Any]:
    """Return what approval would freeze of a stored plan now, as JSON."""
    return _terms(plan, _stored_arms(plan), _stored_starts(plan))


def _arms(wanted: PlanDocument) -> dict[str, list[str]]:
    return {PlanArm.TREATED: sorted(set(wanted.treated_units)), PlanArm.CONTROL: sorted(set(wanted.control_units))}


def _stored_arms(plan: ActionPlan) -> dict[str, list[str]]:
    pairs = PlanUnit.objects.filter(plan=plan).values_list("arm", "unit__code")
    return {arm.value: sorted(code for side, code in pairs if side == arm) for arm in PlanArm}


def _stored_starts(plan: ActionPlan) -> dict[str, date]:
    pairs = PlanUnit.objects.filter(plan=plan, start_date__isnull=False).values_list("unit__code", "start_date")
    return dict(pairs)


def _terms(plan: ActionPlan, arms: dict[str, list[str]], starts: Mapping[str, date]) -> dict[str, Any]:
    """Return what approval freezes, as JSON."""
    return {
        "touchpoint": plan.touchpoint.code if plan.touchpoint else None,
        "metric": str(plan.metric),
        "unit_of_effect": str(plan.unit_of_effect),
        "baseline_from": plan.baseline_from.isoformat(),
        "start_date": plan.start_date.isoformat(),
        "evaluate_to": plan.evaluate_to.isoformat(),
        "treated_units": arms[PlanArm.TREATED],
        "control_units": arms[PlanArm.CONTROL],
        "unit_start_dates": {code: starts[code].isoformat() for code in sorted(starts)},
        "treated_customers_attribute": plan.treated_customers_attribute,
        "control_touchpoints": list(plan.control_touchpoints),
        "design": str(plan.design),
    }


def _refuse_changed_terms(plan: ActionPlan, *, now: dict[str, Any]) -> None:
    frozen = (plan.baseline or {})["terms"]
    changed = [name for name, value in now.items() if value != frozen.get(name, value)]
    if changed:
        raise PlanRefused(f"plan {plan.code} is approved, which froze {', '.join(changed)}; write a new plan instead")


def _assign(plan: ActionPlan, wanted: PlanDocument) -> None:
    plan.title = wanted.title.strip()
    plan.problem = wanted.problem
    plan.metric = wanted.metric
    people = wanted.treated_customers_attribute
    plan.unit_of_effect = EffectUnit.CUSTOMER if people else wanted.unit_of_effect
    plan.treated_customers_attribute = msgspec.to_builtins(people)
    plan.control_touchpoints = sorted(_all_named(Touchpoint, "code", wanted.control_touchpoints))
    plan.design = wanted.design
    plan.baseline_from, plan.start_date, plan.evaluate_to = _dates(wanted)
    plan.expected_uplift = wanted.expected_uplift
    plan.currency = wanted.currency or current_company().currency
    plan.cost_minor = None if wanted.cost is None else minor_units(wanted.cost, plan.currency)
    plan.budget_minor = None if wanted.budget is None else minor_units(wanted.budget, plan.currency)
    plan.touchpoint = _named(Touchpoint, "code", wanted.touchpoint)
    plan.lead_department = _named(Department, "code", wanted.lead_department)
    plan.owner = _named(User, "email", wanted.owner)


def _store(plan: ActionPlan) -> None:
    try:
        plan.full_clean()
    except ValidationError as error:
        raise PlanRefused(f"plan {plan.code[:40]}: {' '.join(error.messages)}") from error
    plan.save()


def _dates(wanted: PlanDocument) -> tuple[date, date, date]:
    return wanted.baseline_from, wanted.start_date, wanted.evaluate_to


def _named[Row: CompanyModel](model: type[Row], field: str, name: str | None) -> Row | None:
    return None if name is None else _all_named(model, field, [name])[name]


def _all_named[Row: CompanyModel](model: type[Row], field: str, names: Iterable[str]) -> dict[str, Row]:
    wanted = sorted(set(names))
    rows = {getattr(row, field): row for row in model.objects.filter(**{f"{field}__in": wanted})}
    unknown = [name for name in wanted if name not in rows]
    if unknown:
        raise PlanRefused(f"unknown {model.__name__.lower()}: {', '.join(name[:40] for name in unknown[:5])}")
    return rows


def _replace_arms(plan: ActionPlan, arms: dict[str, list[str]], starts: Mapping[str, date]) -> None:
    if _stored_arms(plan) == arms and _stored_starts(plan) == starts:
        return
    sides = {code: arm for arm, codes in arms.items() for code in codes}
    units = _all_named(Unit, "code", sides)
    PlanUnit.objects.filter(plan=plan).delete()
    PlanUnit.objects.bulk_create(
        PlanUnit(plan=plan, unit=units[code], arm=arm, start_date=starts.get(code)) for code, arm in sides.items()
    )


def _replace_departments(plan: ActionPlan, wanted: PlanDocument) -> None:
    roles = {entry.code: entry.role for entry in wanted.departments}
    if dict(PlanDepartment.objects.filter(plan=plan).values_list("department__code", "role")) == roles:
        return
    departments = _all_named(Department, "code", roles)
    PlanDepartment.objects.filter(plan=plan).delete()
    PlanDepartment.objects.bulk_create(
        PlanDepartment(plan=plan, department=departments[code], role=role) for code, role in roles.items()
    )


def _replace_tasks(plan: ActionPlan, wanted: PlanDocument) -> None:
    """Write the tasks of the document, by title. A document without tasks leaves the plan's tasks alone."""
    people = _all_named(User, "email", (task.assignee for task in wanted.tasks if task.assignee))
    rows: dict[str, ActionTask] = {}
    for entry in wanted.tasks:
        rows[entry.title], _ = ActionTask.objects.update_or_create(
            plan=plan,
            title=entry.title,
            defaults={
                "assignee": people.get(entry.assignee or ""),
                "due_date": entry.due_date,
                "progress": entry.progress,
                "depends_on": rows.get(entry.after or ""),
                "cost_minor": None if entry.cost is None else minor_units(entry.cost, plan.currency),
            },
        )
    if rows:
        ActionTask.objects.filter(plan=plan).exclude(title__in=rows).delete()
