"""What is written into the outbox arrives: signed, in order per entity, again when it failed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from tenants.hooks.models import WebhookDelivery, WebhookEndpoint
from tests.tenants.hooks.conftest import ALERT, Clock, deliveries, tell
from tests.tenants.hooks.receiver import Receiver, receiving


def test_an_event_arrives_signed_and_is_written_down(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    endpoint = make_endpoint(f"{receiver.url}/in?x=1")
    tell(metric="csat", value=3.5)

    assert deliver() == 1

    got = receiver.got[0]
    assert got.path == "/in?x=1"
    found = Webhook(endpoint.secret).verify(got.body, got.headers)
    assert (found["type"], found["company"], found["data"]) == (ALERT, "acme", {"metric": "csat", "value": 3.5})
    assert found["entity"] == {"kind": "alert", "id": "a1", "name": "Alert a1"}
    delivery = deliveries()[0]
    assert (delivery.state, delivery.code, delivery.answer, delivery.attempts) == ("delivered", 200, "ok", 1)
    assert delivery.log[0]["code"] == 200
    assert deliver() == 0


def test_only_those_who_asked_for_a_type_are_told(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    make_endpoint(f"{receiver.url}/plans", events=["plan.approved"])
    make_endpoint(f"{receiver.url}/alerts", events=[ALERT])
    make_endpoint(f"{receiver.url}/all")
    tell()

    deliver()

    assert sorted(one.path for one in receiver.got) == ["/alerts", "/all"]


def test_a_server_that_is_down_gets_it_later_under_the_same_id(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    endpoint = make_endpoint(receiver.url)
    receiver.answers = lambda number: (503 if number < 4 else 200, {}, b"")
    tell()

    deliver()
    assert deliver() == 0  # not before its time
    for wait in (6, 340, 2000):
        clock.forward(seconds=wait)
        assert deliver() == 1

    assert len(set(receiver.ids)) == 1
    assert len(receiver.got) == 4
    assert deliveries()[0].state == "delivered"
    assert [entry["code"] for entry in deliveries()[0].log] == [503, 503, 503, 200]
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_a_failed_delivery_holds_back_later_ones_of_its_entity_only(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    make_endpoint(receiver.url)
    refuse = {"a1"}

    def answer(number: int) -> tuple[int, dict[str, str], bytes]:
        return (500 if json.loads(receiver.got[number - 1].body)["entity"]["id"] in refuse else 200), {}, b""

    receiver.answers = answer
    for step in range(3):
        tell("a1", step=step)
    tell("b2", step=9)
    deliver()
    clock.forward(seconds=11)  # a failing endpoint is asked again no sooner
    deliver()

    told = [json.loads(one.body) for one in receiver.got]
    assert {(one["entity"]["id"], one["data"]["step"]) for one in told} == {("a1", 0), ("b2", 9)}

    refuse.clear()
    receiver.got.clear()
    for _ in range(4):
        clock.forward(hours=1)
        deliver()
    assert [json.loads(one.body)["data"]["step"] for one in receiver.got] == [0, 1, 2]


def test_each_endpoint_has_its_own_order(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    make_endpoint(receiver.url, name="good")
    with receiving() as broken:
        broken.always(500)
        make_endpoint(broken.url, name="bad")
        for step in range(3):
            tell("a1", step=step)
        deliver()

    assert [json.loads(one.body)["data"]["step"] for one in receiver.got] == [0, 1, 2]
    assert len(broken.got) == 1


def test_the_last_of_ten_attempts_is_three_days_later(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    make_endpoint(receiver.url)
    receiver.always(500, b"broken \x00\xff")
    began = clock.now
    tell()
    times = []
    for _ in range(12):
        if deliver():
            times.append(clock.now - began)
        due = WebhookDelivery.objects.values_list("due_at", flat=True).get()
        clock.now = max(due, clock.now + timedelta(seconds=11))

    delivery = deliveries()[0]
    assert (delivery.state, delivery.attempts, len(receiver.got)) == ("failed", 10, 10)
    assert timedelta(hours=66) < times[-1] < timedelta(hours=86)
    assert delivery.answer.startswith("broken ")


def test_a_server_that_says_when_to_come_again_is_heard(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    make_endpoint(receiver.url)
    receiver.always(429, retry_after="120")
    tell()

    deliver()

    wait = deliveries()[0].due_at - clock.now
    assert timedelta(seconds=120) <= wait <= timedelta(seconds=133)


def test_gone_disables_at_once_and_says_so(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    endpoint = make_endpoint(receiver.url)
    with receiving() as other:
        make_endpoint(other.url, name="other", events=["webhook_endpoint.disabled"])
        receiver.always(410)
        tell()
        deliver()
        endpoint.refresh_from_db()
        assert (endpoint.state, endpoint.reason) == ("disabled", "it answered 410: it is gone")
        tell("b2")
        deliver()
        deliver()

    assert len(receiver.got) == 1
    told = json.loads(other.got[0].body)
    assert (told["type"], told["entity"]["id"]) == ("webhook_endpoint.disabled", str(endpoint.pk))


def test_five_days_of_failures_disable(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    endpoint = make_endpoint(receiver.url)
    receiver.always(500)
    tell("a1")
    deliver()
    clock.forward(days=4, hours=23)
    tell("b2")
    deliver()
    endpoint.refresh_from_db()
    assert endpoint.state == "active"

    clock.forward(hours=2)
    deliver()

    endpoint.refresh_from_db()
    assert endpoint.state == "disabled"
    assert "it has failed since" in endpoint.reason


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/", "/elsewhere"])
def test_redirects_are_not_followed(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], target: str
) -> None:
    make_endpoint(receiver.url)
    receiver.always(302, location=target)
    tell()

    deliver()

    assert len(receiver.got) == 1
    assert (deliveries()[0].state, deliveries()[0].code) == ("open", 302)
    assert "redirects are not followed" in deliveries()[0].error


def test_a_huge_answer_is_read_to_a_limit(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    make_endpoint(receiver.url)
    receiver.always(200, b"x" * 50_000_000)
    tell()

    deliver()

    assert deliveries()[0].state == "delivered"
    assert len(deliveries()[0].answer) == 500


def test_a_server_that_hangs_takes_its_own_time_only(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    with receiving() as silent:
        silent.hang = threading.Event()
        make_endpoint(silent.url, name="silent")
        make_endpoint(receiver.url, name="good")
        for entity in ("a1", "b2", "c3"):
            tell(entity)

        deliver(deadline=0.3)

    assert len(receiver.got) == 3
    slow = WebhookDelivery.objects.filter(endpoint__name="silent", attempts=1)
    assert {one.error for one in slow} == {"it did not answer in time"}


def test_paused_endpoints_are_told_when_resumed(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int]
) -> None:
    endpoint = make_endpoint(receiver.url)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(state="paused")
    tell()
    assert deliver() == 0

    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(state="active")

    assert deliver() == 1


def test_while_secrets_overlap_both_sign(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], clock: Clock
) -> None:
    from tenants.access import COMMAND
    from tenants.hooks.services.endpoints import rotate_secret

    endpoint = make_endpoint(receiver.url)
    _, new = rotate_secret(actor=COMMAND, endpoint_id=endpoint.pk, overlap=timedelta(hours=1), now=clock.now)
    tell("a1")
    deliver()
    clock.forward(hours=2)
    tell("b2")
    deliver()

    first, second = receiver.got
    assert len(first.headers["webhook-signature"].split(" ")) == 2
    for secret in (new, endpoint.secret):
        assert Webhook(secret).verify(first.body, first.headers)
    assert len(second.headers["webhook-signature"].split(" ")) == 1


def test_what_was_sealed_elsewhere_fails_with_its_reason(
    make_endpoint: Callable[..., Any], receiver: Receiver, deliver: Callable[..., int], settings: Any
) -> None:
    make_endpoint(receiver.url)
    tell()
    settings.SECRET_KEY = "another installation"

    deliver()

    assert receiver.got == []
    assert "encrypted by another installation" in deliveries()[0].error
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    WebhookDelivery.objects.update(due_at=timezone.now() - timedelta(days=1))
    WebhookEndpoint.objects.update(not_before=None)
    assert deliver() == 1
    assert len(receiver.got) == 1
