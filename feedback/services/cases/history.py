"""What happens to a case is written into its history, told to the audit, and told to whoever listens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from feedback.models import Case, CaseEvent, CaseRule
from journeys.services.changing import locked
from tenants.access import Actor, Refusal, current_schema, current_units
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

LONGEST_TEXT = 10_000
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('cases ' || %s, 0))"


class UnknownCase(Refusal):
    """There is no such case, or not for the caller."""


class BadText(Refusal):
    """A text is missing, or longer than is kept."""


def one_at_a_time() -> None:
    """Hold off whoever else opens cases in the company until the transaction ends: they are numbered in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute(_ONE_AT_A_TIME, [current_schema()])


def held(id: UUID, *, revision: int | None = None) -> Case:
    """Return a case of the caller's, locked until the transaction ends. Raises UnknownCase and Conflict."""
    units = current_units()
    rows = Case.objects.all() if units is None else Case.objects.filter(unit_id__in=units)
    case: Case = locked(rows, id, unknown=UnknownCase, revision=revision)
    return case


def usable_text(text: str, *, field: str, is_needed: bool = False) -> str:
    """Return a text without blanks around it. Raises BadText."""
    found = text.strip().replace("\0", "")
    if is_needed and not found:
        raise BadText(_("Write something."), field=field)
    if len(found) > LONGEST_TEXT:
        raise BadText(_("At most %(most)s characters are kept.") % {"most": LONGEST_TEXT}, field=field)
    return found


def write(
    case: Case,
    kind: CaseEvent.Kind,
    *,
    actor: Actor,
    now: datetime,
    text: str = "",
    item: UUID | None = None,
    rule: CaseRule | None = None,
    data: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Append a line to a case's history."""
    row: CaseEvent = CaseEvent.objects.create(
        case=case,
        kind=kind,
        at=now,
        by_kind=actor.kind,
        by=actor.name[:255],
        rule=rule,
        item_id=item,
        data=dict(data or {}),
        text=text,
    )
    return row


def stored(case: Case, *, now: datetime) -> None:
    """Store a changed case as its next revision."""
    case.revision += 1
    case.changed_at = now
    case.save()


def tell(
    case: Case,
    happened: str,
    *,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Tell the audit and whoever listens what happened to a case: codes and states, never what anybody wrote."""
    about = Subject("case", str(case.pk), str(case))
    record(actor=actor, action=f"case.{happened}", subject=about, before=before, after=after)
    emit(event=f"case.{happened}", subject=about, data=what_is_told(case) | dict(more or {}))


def what_is_told(case: Case) -> dict[str, Any]:
    """Return what events carry of a case."""
    return {
        "number": case.number,
        "state": str(case.state),
        "severity": str(case.severity),
        "touchpoint": case.touchpoint.code if case.touchpoint else "",
        "unit": case.unit.code if case.unit else "",
        "rule": case.rule.name if case.rule else "",
        "assigned": case.owner_id is not None or case.team_id is not None,
        "team": case.team.code if case.team else "",
        "due": case.due_at.isoformat(),
    }
