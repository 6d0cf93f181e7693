"""Plans that cannot go on, and why."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import ActionPlan
from journeys.services.changing import BadValue, changed, locked
from journeys.services.plan_life import OPEN, UnknownActionPlan, WrongState
from tenants.access import Actor


@transaction.atomic
def block_plan(*, actor: Actor, id: UUID, reason: str, at: datetime, revision: int | None = None) -> ActionPlan:
    """Say that a plan cannot go on, and why; said again, the reason is changed and the moment stays.

    Raises UnknownActionPlan, Conflict, WrongState for a plan that is over, and BadValue without a reason.
    """
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    if plan.state not in OPEN:
        raise WrongState(
            _("The plan is %(state)s; this step begins at %(since)s.")
            % {"state": plan.state, "since": ", ".join(OPEN)},
            field="id",
        )
    words = reason.strip()
    if not words:
        raise BadValue(_("Say what is in the way."), field="reason")
    _set(plan, words, plan.blocked_at or at, actor=actor, action="blocked")
    return plan


@transaction.atomic
def unblock_plan(*, actor: Actor, id: UUID, revision: int | None = None) -> ActionPlan:
    """Say that a plan can go on; nothing happens to one that could. Raises UnknownActionPlan and Conflict."""
    plan = locked(ActionPlan, id, unknown=UnknownActionPlan, revision=revision)
    _set(plan, "", None, actor=actor, action="unblocked")
    return plan


def _set(plan: ActionPlan, reason: str, at: datetime | None, *, actor: Actor, action: str) -> None:
    try:
        changed(plan, {"blocked_reason": reason, "blocked_at": at}, actor=actor, kind="plan", action=action)
    except BadValue as problem:
        raise BadValue(str(problem), field="reason") from problem
