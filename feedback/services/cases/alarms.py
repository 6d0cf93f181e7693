"""Cases that nobody resolved in time: they become overdue, and are passed up step by step."""

from datetime import datetime

from django.db import transaction

from feedback.models import Case, CaseEvent, CaseSeverity
from feedback.services.cases.clocks import set_alarm
from feedback.services.cases.history import stored, tell, write
from feedback.services.cases.opening import given_to
from tenants.access import SYSTEM
from tenants.members.models import Department, User

MOST = 500


def ring_due(*, now: datetime) -> int:
    """Pass up what is due; return how many cases. Two may do so at once, and doing it again does nothing."""
    rung = 0
    while rung < MOST and _ring_one(now):
        rung += 1
    return rung


def next_alarm() -> datetime | None:
    """Return when a case is next due or passed up; None when none is."""
    moment: datetime | None = (
        Case.objects.filter(clock_at__isnull=False).order_by("clock_at").values_list("clock_at", flat=True).first()
    )
    return moment


@transaction.atomic
def _ring_one(now: datetime) -> bool:
    waiting = Case.objects.select_for_update(skip_locked=True, of=("self",)).filter(clock_at__lte=now)
    case: Case | None = waiting.order_by("clock_at").first()
    if case is None:
        return False
    if not case.is_overdue and case.due_at <= now:
        case.is_overdue = True
        write(case, CaseEvent.Kind.OVERDUE, actor=SYSTEM, now=now)
        tell(case, "overdue", actor=SYSTEM, before={"overdue": False}, after={"overdue": True})
    while case.ladder and datetime.fromisoformat(case.ladder[0]["at"]) <= now:
        _pass_up(case, now)
    set_alarm(case)
    stored(case, now=now)
    return True


def _pass_up(case: Case, now: datetime) -> None:
    step, case.ladder = case.ladder[0], case.ladder[1:]
    before = given_to(case.owner, case.team) | {"severity": str(case.severity)}
    owner = User.objects.filter(email=step.get("owner") or "", is_active=True).first()
    team = Department.objects.filter(code=step.get("team") or "", archived_at=None).first()
    case.owner, case.team = owner or case.owner, team or case.team
    case.severity = CaseSeverity(step.get("severity") or case.severity)
    case.escalations += 1
    after = given_to(case.owner, case.team) | {"severity": str(case.severity)}
    write(case, CaseEvent.Kind.ESCALATED, actor=SYSTEM, now=now, data={"step": case.escalations, **after})
    tell(case, "escalated", actor=SYSTEM, before=before, after=after, more={"step": case.escalations})
