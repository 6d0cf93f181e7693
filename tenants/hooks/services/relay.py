"""From the outbox to the stream: whoever follows a company's events has them brought there."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from tenants.access import current_schema
from tenants.hooks.models import Audience, WebhookEvent
from tenants.hooks.services.live_stream import KEPT, append

AT_ONCE = 500
RENEWED_BEFORE = timedelta(minutes=45)


def keep_for_streams(*, now: datetime) -> bool:
    """Have the events of the current company kept for streams for another hour; return whether that had to be said."""
    row = Audience.objects.filter(pk=Audience.THE_ROW).first()
    if row is not None and row.until - now > RENEWED_BEFORE:
        return False
    Audience.objects.update_or_create(pk=Audience.THE_ROW, defaults={"until": now + KEPT})
    return True


def relay_events() -> int:
    """Bring what waits in the outbox of the current company to its stream; return how many events."""
    told = 0
    while found := _relay_some():
        told += found
    return told


@transaction.atomic
def _relay_some() -> int:
    """Bring the oldest events: one process at a time, so that the stream has the order of the outbox."""
    schema = current_schema()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('live ' || %s, 0))", [schema])
    events = list(WebhookEvent.objects.filter(is_live=True).order_by("id")[:AT_ONCE])
    if events:
        append(schema, events)
        WebhookEvent.objects.filter(pk__in=[event.pk for event in events]).update(is_live=False)
    return len(events)
