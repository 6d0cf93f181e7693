"""One step of a case's life: its state, its clock, its history, and who is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from feedback.models import Case, CaseEvent, CaseSeverity, CaseState
from feedback.services.cases.clocks import go_on, hours_at, set_alarm, stop_clock
from feedback.services.cases.history import stored, tell, write
from feedback.services.cases.opening import MINUTES
from feedback.services.cases.states import ANSWERED, OVER, may_follow
from tenants.access import Actor, Refusal
from tenants.selectors import current_company
from tenants.services.sweeping import sweep_by

HAPPENED: Final = {CaseState.RESOLVED: "resolved", CaseState.CLOSED: "closed", CaseState.REOPENED: "reopened"}


class BadStep(Refusal):
    """A case in its state cannot come into the other."""


def step(
    case: Case,
    then: CaseState,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    more: Mapping[str, Any] | None = None,
) -> None:
    """Bring a locked case into another state, and tell of it. Raises BadStep."""
    was, then = CaseState(case.state), CaseState(then)
    if not may_follow(was, then):
        words = _("A case that is %(was)s cannot come to be %(then)s.")
        raise BadStep(words % {"was": was.value, "then": then.value}, field="state")
    case.state = then
    _note_times(case, was, now)
    _run_clock(case, was, now)
    stored(case, now=now)
    states = {"from": was.value, "to": then.value}
    write(case, CaseEvent.Kind.STATE, actor=actor, now=now, text=note, data=states)
    told = {"fields": ["state"]} if then not in HAPPENED else dict(more or {})
    before, after = {"state": was.value}, {"state": then.value, **(more or {})}
    tell(case, HAPPENED.get(then, "changed"), actor=actor, before=before, after=after, more=told)
    if case.clock_at is not None:
        sweep_by(company=current_company(), moment=case.clock_at)


def _note_times(case: Case, was: CaseState, now: datetime) -> None:
    if case.state in ANSWERED and case.first_response_at is None:
        case.first_response_at = now
    if case.state in OVER and was not in OVER:
        case.resolved_at = now
    if case.state == CaseState.REOPENED:
        case.resolved_at, case.is_overdue, case.ladder = None, False, []
        case.reopened += 1


def _run_clock(case: Case, was: CaseState, now: datetime) -> None:
    hours = hours_at(case.unit_id) if {was, case.state} & {CaseState.WAITING, CaseState.REOPENED} else None
    if case.state == CaseState.REOPENED and hours is not None:
        minutes = case.rule.sla_minutes if case.rule else MINUTES[CaseSeverity(case.severity)]
        case.due_at = hours.after(now, timedelta(minutes=minutes))
    if case.state == CaseState.WAITING:
        stop_clock(case, now=now)
    elif was == CaseState.WAITING and hours is not None:
        go_on(case, now=now, hours=hours)
    else:
        set_alarm(case)
