"""From an event to its deliveries: one for each endpoint that wants to hear of it."""

from django.db import connection, transaction

from tenants.access import current_schema
from tenants.hooks.catalogue import TEST_EVENT
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent

AT_ONCE = 500


def dispatch_events() -> int:
    """Make the deliveries of all events that wait in the outbox; return how many deliveries."""
    made = 0
    while (found := _dispatch_some()) is not None:
        made += found
    return made


@transaction.atomic
def _dispatch_some() -> int | None:
    """Make the deliveries of the oldest events; None when none waits.

    One at a time in a company: of two at once, the one with the later events of an entity could be done first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('outbox ' || %s, 0))", [current_schema()])
    events = list(WebhookEvent.objects.filter(is_pending=True).order_by("id")[:AT_ONCE])
    if not events:
        return None
    endpoints = list(WebhookEndpoint.objects.exclude(state=WebhookEndpoint.State.DISABLED))
    rows = [delivery_of(event, one) for event in events for one in endpoints if wants(one, event.type)]
    WebhookDelivery.objects.bulk_create(rows, batch_size=1000)
    WebhookEvent.objects.filter(pk__in=[event.pk for event in events]).update(is_pending=False)
    return len(rows)


def wants(endpoint: WebhookEndpoint, event_type: str) -> bool:
    """Return whether an endpoint is told of a type of event; tests are told to the tested one alone."""
    return event_type != TEST_EVENT and (not endpoint.events or event_type in endpoint.events)


def delivery_of(event: WebhookEvent, endpoint: WebhookEndpoint, *, is_replay: bool = False) -> WebhookDelivery:
    """Return a new delivery, not yet stored."""
    entity = f"{event.entity_kind}:{event.entity_id}"
    return WebhookDelivery(endpoint=endpoint, event=event, entity=entity, is_replay=is_replay)
