"""Delete old events so that the chain stays whole: their links stay, and the deletion is an event itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from tenants.access import Actor, Refusal
from tenants.audit.access import Subject
from tenants.audit.models import AuditEvent, AuditLink
from tenants.audit.selectors import PRUNED
from tenants.audit.services.recording import record
from tenants.audit.services.sealing import seal

KEPT_AT_LEAST = timedelta(days=180)


class TooYoung(Refusal):
    """Events are kept for a while whatever is asked."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was deleted: how many events, up to which place of the chain, and the hash there."""

    events: int
    through: int
    hash: str


def prune(*, actor: Actor, before: datetime, as_of: datetime) -> Pruned:
    """Delete the events at the chain's beginning that are older than `before`; return what was deleted.

    Only a stretch from the beginning is deleted, up to the first event that is not older. Raises TooYoung when `before`
    is less than KEPT_AT_LEAST ago.
    """
    if before > as_of - KEPT_AT_LEAST:
        raise TooYoung(f"events are kept for {KEPT_AT_LEAST.days} days at least: choose an earlier day")
    seal()
    with transaction.atomic():
        last = _last_before(before)
        if last is None:
            return Pruned(0, 0, "")
        old = AuditLink.objects.filter(place__lte=last.place).values("event_id")
        events = AuditEvent.objects.filter(pk__in=old).count()
        if events:
            told = {"through": last.place, "hash": last.hash, "before": before, "events": events}
            record(actor=actor, action=PRUNED, subject=Subject("audit", name="audit"), after=told)
            with connection.cursor() as cursor:
                cursor.execute(
                    "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_link WHERE place <= %s)",
                    [last.place],
                )
    return Pruned(events, last.place, last.hash)


def _last_before(before: datetime) -> AuditLink | None:
    """Return the last link of the chain before the first event that is to be kept."""
    kept = AuditEvent.objects.filter(at__gte=before).values("pk")
    first = AuditLink.objects.filter(event_id__in=kept).aggregate(place=Min("place"))["place"]
    older = AuditLink.objects.order_by("-place")
    found: AuditLink | None = (older if first is None else older.filter(place__lt=first)).first()
    return found
