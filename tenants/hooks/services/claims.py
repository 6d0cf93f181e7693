"""Who delivers what: a delivery is one worker's for as long as its lease, and nobody else's.

The lease is the delivery's own `due_at`, moved into the future. A worker that was killed says nothing more; when its
lease is over the delivery is simply due again. The number of attempts tells one worker's claim from the next one's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from tenants.hooks.channels import CHANNELS
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent

LEASE = timedelta(seconds=60)
MOST_OF_ONE = 4
WHILE_FAILING = timedelta(seconds=10)
_CLAIM = """
WITH place AS MATERIALIZED (
    SELECT e.id AS endpoint, e.kind, e.failing_since, pick.id
    FROM hooks_webhookendpoint e CROSS JOIN LATERAL (
        SELECT d.id FROM hooks_webhookdelivery d
        WHERE d.endpoint_id = e.id AND d.state = 'open' AND d.due_at <= %(now)s AND NOT EXISTS (
            SELECT FROM hooks_webhookdelivery earlier
            WHERE earlier.endpoint_id = d.endpoint_id AND earlier.entity = d.entity AND earlier.state = 'open'
                AND (earlier.event_id, earlier.id) < (d.event_id, d.id))
        ORDER BY d.due_at, d.event_id
        LIMIT CASE WHEN e.kind <> 'webhook' OR e.failing_since IS NOT NULL THEN 1 ELSE %(most)s END
        FOR UPDATE SKIP LOCKED
    ) pick
    WHERE e.state = 'active' AND (e.not_before IS NULL OR e.not_before <= %(now)s)
    ORDER BY e.not_before NULLS FIRST LIMIT %(at_most)s
    FOR UPDATE OF e SKIP LOCKED
), paused AS (
    UPDATE hooks_webhookendpoint e
    SET not_before = %(now)s + interval '1 second'
        * CASE WHEN p.failing_since IS NOT NULL THEN %(failing)s ELSE %(pause)s END
    FROM place p WHERE p.endpoint = e.id AND (p.failing_since IS NOT NULL OR p.kind <> 'webhook')
)
UPDATE hooks_webhookdelivery d SET due_at = %(now)s + interval '1 second' * %(lease)s, attempts = attempts + 1
FROM place p WHERE p.id = d.id RETURNING d.id
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this worker makes, with all that it takes."""

    delivery: WebhookDelivery
    endpoint: WebhookEndpoint
    event: WebhookEvent


@transaction.atomic
def claim_deliveries(*, now: datetime, at_most: int) -> list[Claim]:
    """Return deliveries that are due, now this worker's: of each entity only the oldest open one of an endpoint.

    Of one endpoint a few at a time, of a robot or a failing endpoint one, and then none for a while, so that nobody's
    silence takes all hands. Endpoints that another worker is claiming of are skipped.
    """
    values: dict[str, datetime | float] = {
        "now": now,
        "lease": LEASE.total_seconds(),
        "most": MOST_OF_ONE,
        "at_most": at_most,
        "failing": WHILE_FAILING.total_seconds(),
        "pause": max(channel.pause for channel in CHANNELS.values()).total_seconds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        ids: list[UUID] = [row[0] for row in cursor.fetchall()]
    rows = WebhookDelivery.objects.filter(pk__in=ids).select_related("endpoint", "event").order_by("due_at", "event_id")
    return [Claim(row, row.endpoint, row.event) for row in rows]
