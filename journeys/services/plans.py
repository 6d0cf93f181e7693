"""Writes plans down, approves them, and keeps what was approved."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import ActionPlan, ActionTask, PlanDepartment, PlanUnit, Touchpoint
from journeys.models.plan import EffectUnit, PlanState
from journeys.models.plan_parts import PlanArm
from journeys.services.changing import subject_of, tell, told
from journeys.services.checklists import read_checklist
from journeys.services.money import minor_units
from journeys.services.plan_documents import PlanDocument, PlanRefused, read_plan
from tenants.access import COMMAND, Actor
from tenants.audit.services import record
from tenants.members.models import Department, Unit, User
from tenants.models.company_model import CompanyModel
from tenants.selectors import current_company

APPROVABLE = (PlanState.DRAFT, PlanState.PROPOSED)


@transaction.atomic
def import_plan(document: Mapping[str, object], *, actor: Actor = COMMAND) -> ActionPlan:
    """Create a plan, or change the one of the same code, from its JSON (see PlanDocument).

    Importing the same document again changes nothing. After approval the touchpoint, metric, unit of effect, dates and
    arms stay as approved. Raises PlanRefused, and stores nothing, when a field is wrong, a code is unknown or a frozen
    term would change.
    """
    wanted = read_plan(document)
    plan = ActionPlan.objects.select_for_update().filter(code=wanted.code).first() or ActionPlan(code=wanted.code)
    return write_plan(plan, wanted, actor=actor)


def write_plan(plan: ActionPlan, wanted: PlanDocument, *, actor: Actor) -> ActionPlan:
    """Store a new or locked plan as a document says, and record what changed."""
    before = None if plan._state.adding else described(plan)  # noqa: SLF001 - Django's documented name for it
    arms, starts = _arms(wanted), wanted.unit_start_dates
    _assign(plan, wanted)
    if plan.approved_at is not None and plan.baseline is not None:
        _refuse_changed_terms(plan, now=_terms(plan, arms, starts))
    _require_storable(plan)
    plan.save()
    _replace_arms(plan, arms, starts)
    _replace_departments(plan, wanted)
    _replace_tasks(plan, wanted)
    after = described(plan)
    if before is None:
        record(actor=actor, action="plan.created", subject=subject_of(plan, "plan"), after=after)
        tell(plan, kind="plan", happened="created")
    elif after != before:
        plan.revision += 1
        plan.save(update_fields=["revision"])
        record(actor=actor, action="plan.updated", subject=subject_of(plan, "plan"), before=before, after=after)
        tell(plan, kind="plan", happened="updated", fields=[name for name in after if after[name] != before[name]])
    return plan


def described(plan: ActionPlan) -> dict[str, Any]:
    """Return a plan with its arms, departments and tasks as the audit tells them."""
    departments = PlanDepartment.objects.filter(plan=plan).values_list("department__code", "role")
    tasks = ActionTask.objects.filter(plan=plan).values_list("title", "assignee_id", "due_date", "progress")
    return {
        **told(plan),
        **{f"{arm}_units": codes for arm, codes in _stored_arms(plan).items()},
        "unit_start_dates": {code: day.isoformat() for code, day in sorted(_stored_starts(plan).items())},
        "departments": dict(sorted(departments)),
        "tasks": [[str(part) for part in task] for task in tasks],
    }


@transaction.atomic
def approve_plan(
    plan: ActionPlan,
    *,
    baseline: dict[str, Any],
    forecast: dict[str, Any] | None,
    as_of: datetime,
    actor: Actor = COMMAND,
) -> ActionPlan:
    """Approve a plan as of a time and freeze its baseline, forecast, arms, dates and metric.

    The figures are given by the caller; the terms of the plan are kept beside them under the key "terms".
    Raises PlanRefused when the plan is not waiting for approval or nothing would be treated.
    """
    plan = ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    before = told(plan)
    if plan.state not in APPROVABLE:
        raise PlanRefused(
            _("plan %(code)s is %(state)s; only a draft or a proposal can be approved")
            % {"code": plan.code, "state": plan.state}
        )
    arms = _stored_arms(plan)
    if plan.unit_of_effect == EffectUnit.UNIT and not arms[PlanArm.TREATED]:
        raise PlanRefused(
            _("plan %(code)s treats no unit, so nothing could be evaluated; name treated_units") % {"code": plan.code}
        )
    plan.baseline = {**baseline, "terms": terms_of(plan)}
    plan.forecast = forecast
    plan.approved_at = as_of
    plan.state = PlanState.APPROVED
    plan.revision += 1
    plan.save(update_fields=["baseline", "forecast", "approved_at", "state", "revision"])
    frozen = {**told(plan), "terms": plan.baseline["terms"]}
    record(actor=actor, action="plan.approved", subject=subject_of(plan, "plan"), before=before, after=frozen)
    tell(plan, kind="plan", happened="approved", fields=("approved_at", "state"))
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
        raise PlanRefused(
            _("plan %(code)s is approved, which froze %(terms)s; write a new plan instead")
            % {"code": plan.code, "terms": ", ".join(changed)},
            field=changed[0],
        )


def _assign(plan: ActionPlan, wanted: PlanDocument) -> None:
    plan.title = wanted.title.strip()
    plan.problem = wanted.problem
    plan.metric = wanted.metric
    people = wanted.treated_customers_attribute
    plan.unit_of_effect = EffectUnit.CUSTOMER if people else wanted.unit_of_effect
    plan.treated_customers_attribute = msgspec.to_builtins(people)
    plan.control_touchpoints = sorted(
        all_named(Touchpoint, "code", wanted.control_touchpoints, field="control_touchpoints")
    )
    plan.design = wanted.design
    plan.baseline_from, plan.start_date, plan.evaluate_to = _dates(wanted)
    plan.expected_uplift = wanted.expected_uplift
    plan.currency = wanted.currency or current_company().currency
    plan.cost_minor = None if wanted.cost is None else minor_units(wanted.cost, plan.currency)
    plan.budget_minor = None if wanted.budget is None else minor_units(wanted.budget, plan.currency)
    plan.touchpoint = _named(Touchpoint, "code", wanted.touchpoint, field="touchpoint")
    plan.lead_department = _named(Department, "code", wanted.lead_department, field="lead_department")
    plan.owner = _named(User, "email", wanted.owner, field="owner")


def _require_storable(plan: ActionPlan) -> None:
    try:
        plan.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), "")
        message = f"plan {plan.code[:40]}: {' '.join(error.messages)}"
        raise PlanRefused(message, field=field.removesuffix("_minor").replace("__all__", "")) from error


def _dates(wanted: PlanDocument) -> tuple[date, date, date]:
    return wanted.baseline_from, wanted.start_date, wanted.evaluate_to


def _named[Row: CompanyModel](model: type[Row], column: str, name: str | None, *, field: str) -> Row | None:
    return None if name is None else all_named(model, column, [name], field=field)[name]


def all_named[Row: CompanyModel](model: type[Row], column: str, names: Iterable[str], *, field: str) -> dict[str, Row]:
    """Return rows by a column that names them. Raises PlanRefused with the field that names one that is not there."""
    wanted = sorted(set(names))
    rows = {getattr(row, column): row for row in model.objects.filter(**{f"{column}__in": wanted})}
    unknown = [name for name in wanted if name not in rows]
    if unknown:
        text = _("unknown %(kind)s: %(names)s")
        names_shown = ", ".join(name[:40] for name in unknown[:5])
        raise PlanRefused(text % {"kind": model.__name__.lower(), "names": names_shown}, field=field)
    return rows


def _replace_arms(plan: ActionPlan, arms: dict[str, list[str]], starts: Mapping[str, date]) -> None:
    if _stored_arms(plan) == arms and _stored_starts(plan) == starts:
        return
    sides = {code: arm for arm, codes in arms.items() for code in codes}
    units = all_named(Unit, "code", sides, field="treated_units")
    PlanUnit.objects.filter(plan=plan).delete()
    PlanUnit.objects.bulk_create(
        PlanUnit(plan=plan, unit=units[code], arm=arm, start_date=starts.get(code)) for code, arm in sides.items()
    )


def _replace_departments(plan: ActionPlan, wanted: PlanDocument) -> None:
    roles = {entry.code: entry.role for entry in wanted.departments}
    if dict(PlanDepartment.objects.filter(plan=plan).values_list("department__code", "role")) == roles:
        return
    departments = all_named(Department, "code", roles, field="departments")
    PlanDepartment.objects.filter(plan=plan).delete()
    PlanDepartment.objects.bulk_create(
        PlanDepartment(plan=plan, department=departments[code], role=role) for code, role in roles.items()
    )


def _replace_tasks(plan: ActionPlan, wanted: PlanDocument) -> None:
    """Write the tasks of the document, by title. A document without tasks leaves the plan's tasks alone."""
    people = all_named(User, "email", (task.assignee for task in wanted.tasks if task.assignee), field="tasks")
    places = all_named(Department, "code", (task.department for task in wanted.tasks if task.department), field="tasks")
    rows: dict[str, ActionTask] = {}
    for place, entry in enumerate(wanted.tasks, 1):
        rows[entry.title], _made = ActionTask.objects.update_or_create(
            plan=plan,
            title=entry.title,
            defaults={
                "assignee": people.get(entry.assignee or ""),
                "department": places.get(entry.department or ""),
                "checklist": read_checklist(msgspec.to_builtins(entry.checklist)),
                "due_date": entry.due_date,
                "progress": entry.progress,
                "position": place,
                "depends_on": rows.get(entry.after or ""),
                "cost_minor": None if entry.cost is None else minor_units(entry.cost, plan.currency),
            },
        )
    if rows:
        ActionTask.objects.filter(plan=plan).exclude(title__in=rows).delete()
