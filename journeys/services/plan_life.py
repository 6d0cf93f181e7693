"""The life of a plan: written, changed while a draft, proposed, returned, started, ended, given up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import ActionPlan, PlanDepartment, PlanUnit
from journeys.models.plan import EffectUnit, PlanState
from journeys.models.plan_parts import PlanArm
from journeys.services.changing import CodeTaken, changed, locked
from journeys.services.money import major_units
from journeys.services.plan_documents import PlanRefused, read_plan
from journeys.services.plans import write_plan
from tenants.access import Actor, Refusal

OPEN = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.APPROVED, PlanState.RUNNING)

FROZEN = (PlanState.APPROVED, PlanState.RUNNING)
# Where a plan goes back to, and from where.
BACK: Mapping[PlanState, tuple[PlanState, ...]] = {
    PlanState.DRAFT: (PlanState.PROPOSED, PlanState.CANCELLED),
    PlanState.PROPOSED: (PlanState.CANCELLED,),
    PlanState.APPROVED: (PlanState.RUNNING, PlanState.DONE, PlanState.CANCELLED),
    PlanState.RUNNING: (PlanState.DONE, PlanState.CANCELLED),
}


class UnknownActionPlan(Refusal):
    """There is no such plan."""


class PlanNotDraft(Refusal):
    """Only a draft is changed; what was proposed or approved is what people decide on."""


class WrongState(Refusal):
    """A plan that is not where this step begins."""


@transaction.atomic
def create_plan(document: Mapping[str, object], *, actor: Actor) -> ActionPlan:
    """Write a draft from a document (see PlanDocument). Raises PlanRefused and CodeTaken."""
    wanted = read_plan(document)
    if ActionPlan.objects.filter(code=wanted.code).exists():
        raise CodeTaken(_("The code %(code)s is taken; choose another.") % {"code": wanted.code[:40]}, field="code")
    return write_plan(ActionPlan(code=wanted.code), wanted, actor=actor)


@transaction.atomic
def update_plan(*, actor: Actor, id: UUID, changes: Mapping[str, object], revision: int | None = None) -> ActionPlan:
    """Change fields of a draft, named as in PlanDocument; tasks have changes of their own.

    Raises UnknownActionPlan, Conflict, PlanNotDraft and PlanRefused.
    """
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    if plan.state != PlanState.DRAFT:
        raise PlanNotDraft(
            _("The plan is %(state)s; only a draft can be changed. Have it returned, or write another.")
            % {"state": plan.state},
            field="id",
        )
    wanted = read_plan({**document_of(plan), **changes, "code": plan.code})
    return write_plan(plan, wanted, actor=actor)


@transaction.atomic
def submit_plan(*, actor: Actor, id: UUID, revision: int | None = None) -> ActionPlan:
    """Propose a draft for approval. Raises UnknownActionPlan, Conflict, WrongState, and PlanRefused without units."""
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    treated = PlanUnit.objects.filter(plan=plan, arm=PlanArm.TREATED).exists()
    if plan.unit_of_effect == EffectUnit.UNIT and not treated:
        raise PlanRefused(
            _("plan %(code)s treats no unit, so nothing could be evaluated; name treated_units") % {"code": plan.code},
            field="id",
        )
    return _moved(plan, actor, PlanState.PROPOSED, since=(PlanState.DRAFT,), action="submitted")


@transaction.atomic
def return_plan(*, actor: Actor, id: UUID, note: str = "", revision: int | None = None) -> ActionPlan:
    """Make a proposal a draft again, with what is missing. Raises UnknownActionPlan, Conflict and WrongState."""
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    return _moved(plan, actor, PlanState.DRAFT, since=(PlanState.PROPOSED,), action="returned", note=note)


@transaction.atomic
def start_plan(*, actor: Actor, id: UUID, revision: int | None = None) -> ActionPlan:
    """Say that an approved plan is under way. Raises UnknownActionPlan, Conflict and WrongState."""
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    return _moved(plan, actor, PlanState.RUNNING, since=(PlanState.APPROVED,), action="started")


@transaction.atomic
def close_plan(*, actor: Actor, id: UUID, note: str = "", revision: int | None = None) -> ActionPlan:
    """Say that a plan is finished, with what was learned; it can still be evaluated.

    Raises UnknownActionPlan, Conflict and WrongState.
    """
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    since = (PlanState.APPROVED, PlanState.RUNNING)
    return _moved(plan, actor, PlanState.DONE, since=since, action="closed", note=note)


@transaction.atomic
def cancel_plan(*, actor: Actor, id: UUID, note: str = "", revision: int | None = None) -> ActionPlan:
    """Give a plan up, with the reason; what was approved stays frozen.

    Raises UnknownActionPlan, Conflict and WrongState.
    """
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    return _moved(plan, actor, PlanState.CANCELLED, since=OPEN, action="cancelled", note=note)


@transaction.atomic
def reopen_plan(*, actor: Actor, id: UUID, state: PlanState, revision: int | None = None) -> ActionPlan:
    """Take steps of a plan back: to a state that it was in before. Approval is never taken back.

    Raises UnknownActionPlan, Conflict and WrongState.
    """
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    was_approved = plan.approved_at is not None
    since = tuple(one for one in BACK.get(state, ()) if was_approved == (state in FROZEN))
    return _moved(plan, actor, state, since=since, action="reopened")


def document_of(plan: ActionPlan) -> dict[str, object]:
    """Return a stored plan as the document that would write it, without its tasks."""
    units = list(PlanUnit.objects.filter(plan=plan).order_by("unit__code").select_related("unit"))
    departments = PlanDepartment.objects.filter(plan=plan).select_related("department")
    return {
        **{name: getattr(plan, name) for name in _SAME},
        **{name: msgspec.to_builtins(getattr(plan, name)) for name in ("baseline_from", "start_date", "evaluate_to")},
        "touchpoint": plan.touchpoint.code if plan.touchpoint else None,
        "lead_department": plan.lead_department.code if plan.lead_department else None,
        "owner": plan.owner.email if plan.owner else None,
        "cost": _money(plan.cost_minor, plan.currency),
        "budget": _money(plan.budget_minor, plan.currency),
        "treated_units": [one.unit.code for one in units if one.arm == PlanArm.TREATED],
        "control_units": [one.unit.code for one in units if one.arm == PlanArm.CONTROL],
        "unit_start_dates": {one.unit.code: one.start_date.isoformat() for one in units if one.start_date},
        "departments": [{"code": one.department.code, "role": str(one.role)} for one in departments],
    }


_SAME = (
    "code", "title", "problem", "metric", "unit_of_effect", "design", "treated_customers_attribute",
    "control_touchpoints", "currency", "expected_uplift",
)  # fmt: skip


def _money(minor: int | None, currency: str) -> str | None:
    return None if minor is None else str(major_units(minor, currency))


def _moved(
    plan: ActionPlan, actor: Actor, state: PlanState, *, since: tuple[PlanState, ...], action: str, note: str = ""
) -> ActionPlan:
    """Move a locked plan to another state, from one of those it may come from."""
    if plan.state not in since:
        raise WrongState(
            _("The plan is %(state)s; this step begins at %(since)s.")
            % {"state": plan.state, "since": ", ".join(since)},
            field="id",
        )
    changes: dict[str, Any] = {"state": state}
    if note:
        changes["closing_note"] = note
    if state not in OPEN:
        changes |= {"blocked_reason": "", "blocked_at": None}
    changed(plan, changes, actor=actor, kind="plan", action=action)
    return plan
