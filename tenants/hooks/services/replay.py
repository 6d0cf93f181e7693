"""Telling what was told already, and telling something to see whether it arrives."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor
from tenants.audit.services import record
from tenants.hooks.catalogue import TEST_EVENT
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.hooks.services.dispatch import delivery_of, wants
from tenants.hooks.services.endpoints import endpoint_of, subject_of
from tenants.hooks.services.outbox import wake_later
from tenants.hooks.services.wishes import BadEndpoint
from tenants.selectors import current_company

MOST_REPLAYED = 10_000
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to replay: deliveries by id, or the events of a span of time, its end excluded; of some types only."""

    delivery_ids: tuple[UUID, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    types: tuple[str, ...] = ()


@transaction.atomic
def replay(*, actor: Actor, endpoint_id: UUID, wanted: Wanted) -> int:
    """Make new deliveries of events to an endpoint, under the webhook-id that they had; return how many.

    By time, events from before the endpoint was made are told as well, as far back as the outbox goes; an event whose
    delivery is still open is not told twice. Raises UnknownEndpoint and BadEndpoint.
    """
    endpoint = endpoint_of(endpoint_id)
    if endpoint.state == WebhookEndpoint.State.DISABLED:
        raise BadEndpoint(_("The endpoint is disabled: resume it first."), field="id")
    events = _named(endpoint, wanted) if wanted.delivery_ids else _between(endpoint, wanted)
    if len(events) > MOST_REPLAYED:
        raise BadEndpoint(
            _("That is more than %(most)s events: choose a shorter time.") % {"most": MOST_REPLAYED}, field="until"
        )
    open_ones = WebhookDelivery.objects.filter(endpoint=endpoint, state=WebhookDelivery.State.OPEN)
    waiting = set(open_ones.values_list("event_id", flat=True))
    rows = [delivery_of(event, endpoint, is_replay=True) for event in events if event.pk not in waiting]
    WebhookDelivery.objects.bulk_create(rows, batch_size=1000)
    record(
        actor=actor,
        action="webhook_endpoint.replayed",
        subject=subject_of(endpoint),
        after={
            "deliveries": len(rows),
            "since": wanted.since.isoformat() if wanted.since else None,
            "until": wanted.until.isoformat() if wanted.until else None,
        },
    )
    wake_later(current_company())
    return len(rows)


def _named(endpoint: WebhookEndpoint, wanted: Wanted) -> list[WebhookEvent]:
    if len(wanted.delivery_ids) > MOST_NAMED:
        raise BadEndpoint(
            _("Name %(most)s deliveries at most, or a span of time.") % {"most": MOST_NAMED}, field="delivery_ids"
        )
    named = WebhookDelivery.objects.filter(endpoint=endpoint, pk__in=wanted.delivery_ids).values("event_id")
    return list(WebhookEvent.objects.filter(pk__in=named).order_by("id"))


def _between(endpoint: WebhookEndpoint, wanted: Wanted) -> list[WebhookEvent]:
    if wanted.since is None:
        raise BadEndpoint(_("Name the deliveries to replay, or the time since when."), field="since")
    found = WebhookEvent.objects.filter(created_at__gte=wanted.since, is_pending=False).exclude(type=TEST_EVENT)
    if wanted.until is not None:
        found = found.filter(created_at__lt=wanted.until)
    if wanted.types:
        found = found.filter(type__in=wanted.types)
    elif endpoint.events:
        found = found.filter(type__in=endpoint.events)
    return [event for event in found.order_by("id")[: MOST_REPLAYED + 1] if wants(endpoint, event.type)]


@transaction.atomic
def send_test(*, actor: Actor, endpoint_id: UUID) -> WebhookDelivery:
    """Have an endpoint told of a test, and nobody else; return the delivery. Raises UnknownEndpoint and BadEndpoint."""
    endpoint = endpoint_of(endpoint_id)
    if endpoint.state != WebhookEndpoint.State.ACTIVE:
        raise BadEndpoint(_("The endpoint is %(state)s: resume it first.") % {"state": endpoint.state}, field="id")
    subject = subject_of(endpoint)
    event = WebhookEvent.objects.create(
        type=TEST_EVENT,
        entity_kind="webhook_test",
        entity_id=subject.id,
        entity_name=subject.name,
        data={"message": "It works."},
        is_pending=False,
    )
    delivery = delivery_of(event, endpoint)
    delivery.save(force_insert=True)
    record(actor=actor, action="webhook_endpoint.tested", subject=subject)
    wake_later(current_company())
    return delivery
