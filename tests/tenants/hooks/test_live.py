"""Events that somebody follows come from the outbox to the company's stream once, in order, whoever is killed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tenants.hooks.models import Audience, WebhookEndpoint, WebhookEvent
from tenants.hooks.services import Subject, emit, keep_for_streams, relay_events
from tenants.hooks.services.live_stream import append, open_stream, stream_of, valkey
from tenants.models import Tenant

ABOUT = Subject("job", "j1", "score")
DATA = {"kind": "score", "state": "running", "attempts": 1}


@pytest.fixture
def stream(in_acme: Tenant) -> Iterator[str]:
    """The key of acme's stream, which somebody follows."""
    schema = in_acme.schema_name
    keep_for_streams(now=timezone.now())
    open_stream(schema)
    yield stream_of(schema)
    valkey().delete(stream_of(schema), f"{schema}:live:server", f"{schema}:live:told")


def types(stream: str) -> list[str]:
    return [fields[b"type"].decode() for _, fields in valkey().xrange(stream)]


def tell(*happened: str) -> None:
    with transaction.atomic():
        for one in happened:
            emit(event=f"job.{one}", subject=ABOUT, data=DATA)


def test_nothing_is_kept_for_nobody(in_acme: Tenant) -> None:
    Audience.objects.create(until=timezone.now() - timedelta(seconds=1))
    tell("started", "progressed")

    assert list(WebhookEvent.objects.values_list("type", "is_live")) == [("job.started", False)]


def test_progress_is_for_streams_alone(stream: str) -> None:
    WebhookEndpoint.objects.create(name="esb", shown_url="https://esb.example", sealed_url="x")
    tell("started", "progressed")

    found = WebhookEvent.objects.order_by("id").values_list("type", "is_pending", "is_live")
    assert list(found) == [("job.started", True, True), ("job.progressed", False, True)]


def test_what_streams_do_not_tell_is_not_kept_for_them(stream: str) -> None:
    with transaction.atomic():
        emit(event="settings.updated", subject=Subject("settings", "s"), data={"number": 1, "fields": []})

    assert not WebhookEvent.objects.get().is_live


def test_events_come_in_their_order_and_once(stream: str) -> None:
    tell("started", "progressed", "finished")

    assert relay_events() == 3
    assert relay_events() == 0
    assert types(stream) == ["opened", "job.started", "job.progressed", "job.finished"]


def test_a_relay_that_was_killed_doubles_nothing(stream: str) -> None:
    tell("started", "progressed")
    append(stream.partition(":")[0], list(WebhookEvent.objects.order_by("id")))  # and it never said so
    tell("finished")

    assert relay_events() == 3
    assert types(stream) == ["opened", "job.started", "job.progressed", "job.finished"]


def test_a_stream_of_another_valkey_is_begun_anew(stream: str) -> None:
    schema = stream.partition(":")[0]
    tell("started")
    relay_events()
    is_new, place = open_stream(schema)
    assert (is_new, types(stream)[-1]) == (False, "job.started")

    valkey().set(f"{schema}:live:server", "another")

    again = open_stream(schema)
    assert again[0]
    assert again[1] > place
    assert types(stream) == ["opened"]


def test_a_stream_holds_so_many(stream: str, settings: object) -> None:
    settings.LIVE_KEPT_EVENTS = 10  # type: ignore[attr-defined]
    tell(*["progressed"] * 300)
    relay_events()

    assert valkey().xlen(stream) <= 110  # Valkey drops whole nodes of a hundred
