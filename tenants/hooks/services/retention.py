"""The outbox and the log of deliveries are kept for 30 days."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from tenants.hooks.models import WebhookDelivery, WebhookEndpoint

KEPT = timedelta(days=30)
AT_ONCE = 5000
# Only the oldest are looked at, so that the question costs the same however many there are.
_FORGET = """
WITH gone AS (
    DELETE FROM hooks_webhookevent WHERE id IN (
        SELECT id FROM (SELECT id, created_at FROM hooks_webhookevent ORDER BY id LIMIT %s) oldest
        WHERE created_at < %s)
    RETURNING id)
SELECT count(*), max(id) FROM gone
"""


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Delete events older than 30 days, 5,000 at most, and their deliveries; return how many events."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [AT_ONCE, now - KEPT])
        count, last = cursor.fetchone()
    if count:
        endpoints = list(WebhookEndpoint.objects.values_list("pk", flat=True))
        WebhookDelivery.objects.filter(endpoint__in=endpoints, event_id__lte=last).delete()
    return int(count)
