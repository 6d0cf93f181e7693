"""Endpoints on this machine, events to tell them, and a clock that tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tenants.access import COMMAND
from tenants.audit.services import Subject
from tenants.hooks.channels.addresses import resolve
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint
from tenants.hooks.services import deliver_due, dispatch_events, emit
from tenants.hooks.services.delivering import Line
from tenants.hooks.services.endpoints import create_endpoint
from tenants.hooks.services.wishes import EndpointWish
from tests.tenants.hooks.receiver import Receiver, receiving

ALERT = "alert.opened"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes everything, until told otherwise."""
    with receiving() as made:
        yield made


@pytest.fixture
def make_endpoint(in_acme: Any) -> Callable[..., WebhookEndpoint]:
    """Make an endpoint; its secret is kept beside it as `secret`."""

    def make(url: str, *, kind: str = "webhook", name: str = "", **wish: Any) -> WebhookEndpoint:
        wanted = EndpointWish(name=name or url, url=url, **wish)
        endpoint, secret = create_endpoint(actor=COMMAND, kind=WebhookEndpoint.Kind(kind), wish=wanted)
        endpoint.secret = secret  # type: ignore[attr-defined]
        return endpoint

    return make


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = timezone.now() + timedelta(seconds=5)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def tell(entity: str = "a1", event: str = ALERT, **data: Any) -> None:
    """Write an event into the outbox."""
    with transaction.atomic():
        emit(event=event, subject=Subject("alert", entity, f"Alert {entity}"), data=data)


@pytest.fixture
def deliver(clock: Clock) -> Callable[..., int]:
    """Do what a worker does when woken, at the clock's time."""

    def run(**line: Any) -> int:
        dispatch_events()
        made = Line(**{"resolver": resolve, "deadline": 2.0, **line})
        return deliver_due(clock=clock, line=made)

    return run


def deliveries() -> list[WebhookDelivery]:
    return list(WebhookDelivery.objects.order_by("event_id", "id"))
