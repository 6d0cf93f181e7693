"""Questions about what waits to be delivered."""

from datetime import datetime

from django.db import connection

# What is behind an older open delivery of its entity waits for that one.
_NEXT = """
SELECT min(GREATEST(d.due_at, e.not_before)) FROM hooks_webhookdelivery d
JOIN hooks_webhookendpoint e ON e.id = d.endpoint_id AND e.state = 'active'
WHERE d.state = 'open' AND NOT EXISTS (
    SELECT FROM hooks_webhookdelivery earlier
    WHERE earlier.endpoint_id = d.endpoint_id AND earlier.entity = d.entity AND earlier.state = 'open'
        AND (earlier.event_id, earlier.id) < (d.event_id, d.id))
"""
_PENDING = "SELECT EXISTS (SELECT FROM hooks_webhookevent WHERE is_pending)"


def next_delivery(*, now: datetime) -> datetime | None:
    """Return when the current company next has something to deliver, `now` at the earliest; None when nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING)
        if cursor.fetchone()[0]:
            return now
        cursor.execute(_NEXT)
        (moment,) = cursor.fetchone()
    return max(moment, now) if moment is not None else None
