"""When a case is due, when it is passed up, and how its clock stands still while the customer has to answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from feedback.models import Case, CaseState, WorkingHours
from feedback.services.cases.hours import Hours, read_week
from feedback.services.cases.states import OVER
from tenants.members.models import Unit
from tenants.selectors import current_company


def hours_at(unit: UUID | None) -> Hours:
    """Return the working hours of a unit: its own, else those of the nearest above it, else the company's."""
    written = {row.unit_id: row for row in WorkingHours.objects.all()}
    if not written:
        return Hours(ZoneInfo(current_company().timezone))
    parents = dict(Unit.objects.values_list("pk", "parent_id")) if len(written) > (None in written) else {}
    seen: set[UUID] = set()
    while unit is not None and unit not in written and unit not in seen:
        seen.add(unit)
        unit = parents.get(unit)
    row = written.get(unit) or written.get(None)
    return Hours(ZoneInfo(current_company().timezone)) if row is None else _hours(row)


def _hours(row: WorkingHours) -> Hours:
    zone = ZoneInfo(row.timezone or current_company().timezone)
    return Hours(zone, read_week(row.week), frozenset(map(date.fromisoformat, row.holidays)))


def start_clock(case: Case, *, minutes: int, ladder: Sequence[Mapping[str, Any]], hours: Hours) -> None:
    """Say when a case is due and when each step of its ladder comes, counted from its opening."""
    case.due_at = hours.after(case.opened_at, timedelta(minutes=minutes))
    case.ladder = [
        dict(step) | {"at": hours.after(case.opened_at, timedelta(minutes=step["minutes"])).isoformat()}
        for step in sorted(ladder, key=lambda step: step["minutes"])
    ]
    set_alarm(case)


def set_alarm(case: Case) -> None:
    """Say when a case has to be looked at next: when it is due, or at the next step of its ladder."""
    if case.state in OVER or case.state == CaseState.WAITING:
        case.clock_at = None
        return
    moments = [] if case.is_overdue else [case.due_at]
    moments += [datetime.fromisoformat(step["at"]) for step in case.ladder[:1]]
    case.clock_at = min(moments, default=None)


def stop_clock(case: Case, *, now: datetime) -> None:
    """Let the clock of a case stand still."""
    case.waiting_since = now
    set_alarm(case)


def go_on(case: Case, *, now: datetime, hours: Hours) -> None:
    """Let the clock of a case go on: what is to come comes later by the working time that it stood still."""
    if case.waiting_since is not None:
        stood = hours.between(case.waiting_since, now)
        if not case.is_overdue:
            case.due_at = hours.after(case.due_at, stood)
        case.ladder = [
            step | {"at": hours.after(datetime.fromisoformat(step["at"]), stood).isoformat()} for step in case.ladder
        ]
        case.waiting_since = None
    set_alarm(case)
