"""What was told is told again, under the same id; tests are told to the tested one alone; old things are forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenants.access import COMMAND
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.hooks.selectors import next_delivery
from tenants.hooks.services import dispatch_events, forget_old
from tenants.hooks.services.replay import Wanted, replay, send_test
from tenants.hooks.services.wishes import BadEndpoint
from tests.tenants.hooks.conftest import Clock, deliveries, tell
from tests.tenants.hooks.receiver import Receiver

HOUR = timedelta(hours=1)


def test_a_delivery_is_replayed_under_its_id(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    endpoint = make_endpoint(receiver.url)
    tell()
    deliver()

    wanted = Wanted(delivery_ids=(deliveries()[0].pk,))
    assert replay(actor=COMMAND, endpoint_id=endpoint.pk, wanted=wanted) == 1
    deliver()

    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    assert [one.is_replay for one in deliveries()] == [False, True]


def test_a_span_of_time_is_replayed_in_order_even_from_before_the_endpoint(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    for step, entity in enumerate(("a1", "a1", "b2", "a1")):
        tell(entity, step=step)
    ids = list(WebhookEvent.objects.order_by("id").values_list("pk", flat=True))
    for place, key in enumerate(ids):
        WebhookEvent.objects.filter(pk=key).update(created_at=timezone.now() - (4 - place) * HOUR)
    endpoint = make_endpoint(receiver.url)
    since, until = timezone.now() - 3.5 * HOUR, timezone.now() - 0.5 * HOUR

    wanted = Wanted(since=since, until=until)
    assert replay(actor=COMMAND, endpoint_id=endpoint.pk, wanted=wanted) == 3
    assert replay(actor=COMMAND, endpoint_id=endpoint.pk, wanted=wanted) == 0  # they are under way
    deliver()

    assert [one.body.count(b'"a1"') for one in receiver.got].count(1) == 2
    assert len(receiver.got) == 3


def test_only_types_that_were_asked_for_are_replayed(make_endpoint: Callable[..., Any]) -> None:
    tell("a1", event="alert.opened")
    tell("a1", event="alert.resolved")
    endpoint = make_endpoint("https://x.example")
    since = timezone.now() - HOUR

    one = Wanted(since=since, types=("alert.resolved",))

    assert replay(actor=COMMAND, endpoint_id=endpoint.pk, wanted=one) == 1
    assert deliveries()[0].event.type == "alert.resolved"


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(delivery_ids=(WebhookDelivery().pk,) * 101)])
def test_a_replay_says_what(make_endpoint: Callable[..., Any], wanted: Wanted) -> None:
    with pytest.raises(BadEndpoint):
        replay(actor=COMMAND, endpoint_id=make_endpoint("https://x.example").pk, wanted=wanted)


def test_deliveries_of_another_endpoint_are_not_replayed(make_endpoint: Callable[..., Any]) -> None:
    make_endpoint("https://x.example/1")
    tell()
    dispatch_events()
    other = make_endpoint("https://x.example/2")

    wanted = Wanted(delivery_ids=(deliveries()[0].pk,))

    assert replay(actor=COMMAND, endpoint_id=other.pk, wanted=wanted) == 0


def test_a_test_message_goes_to_one_endpoint(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    tested = make_endpoint(f"{receiver.url}/tested", events=["plan.approved"])
    make_endpoint(f"{receiver.url}/other")

    send_test(actor=COMMAND, endpoint_id=tested.pk)
    deliver()

    assert [one.path for one in receiver.got] == ["/tested"]
    WebhookEndpoint.objects.update(state="paused")
    with pytest.raises(BadEndpoint, match="resume it first"):
        send_test(actor=COMMAND, endpoint_id=tested.pk)


def test_after_30_days_events_and_deliveries_are_forgotten(make_endpoint: Callable[..., Any], clock: Clock) -> None:
    make_endpoint("https://x.example")
    tell("a1")
    tell("b2")
    dispatch_events()
    oldest = WebhookEvent.objects.earliest("id")
    WebhookEvent.objects.filter(pk=oldest.pk).update(created_at=clock.now - timedelta(days=31))

    assert (forget_old(now=clock.now), forget_old(now=clock.now)) == (1, 0)

    assert [one.event.entity_id for one in deliveries()] == ["b2"]
    assert WebhookEvent.objects.count() == 1


def test_the_next_delivery_is_that_of_the_first_in_line(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    assert next_delivery(now=clock.now) is None
    make_endpoint(receiver.url)
    receiver.always(503, retry_after="3600")
    tell("a1", step=1)
    assert next_delivery(now=clock.now) == clock.now
    deliver()
    tell("a1", step=2)
    dispatch_events()

    moment = next_delivery(now=clock.now)

    assert moment is not None
    assert timedelta(minutes=59) < moment - clock.now < timedelta(minutes=70)
    WebhookEndpoint.objects.update(state="paused")
    assert next_delivery(now=clock.now) is None
