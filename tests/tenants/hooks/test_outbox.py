"""An event is written with what it tells of, or not at all; then somebody is woken, if anybody listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.hooks.models import WebhookEndpoint, WebhookEvent
from tenants.hooks.services import OutsideTransaction, Subject, UnknownEvent, emit
from tenants.hooks.services.dispatch import dispatch_events
from tenants.models import Tenant
from tests.tenants.hooks.conftest import ALERT, deliveries, tell

ABOUT = Subject("alert", "a1", "Alert")


def test_what_is_rolled_back_was_never_told(in_acme: Tenant) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit(event=ALERT, subject=ABOUT, data={})
        raise ZeroDivisionError

    assert not WebhookEvent.objects.exists()


def test_outside_of_a_transaction_is_a_bug(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), company_context(companies["acme"]), pytest.raises(OutsideTransaction):
        emit(event=ALERT, subject=ABOUT, data={})


def test_an_event_that_the_catalogue_does_not_know_is_a_bug(in_acme: Tenant) -> None:
    with pytest.raises(UnknownEvent):
        emit(event="alert.invented", subject=ABOUT, data={})


def test_it_costs_one_statement_and_wakes_nobody_when_nobody_listens(
    in_acme: Tenant, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as woken, CaptureQueriesContext(connection) as asked:
        emit(event=ALERT, subject=ABOUT, data={"value": 1.5, "names": ["茶"]})

    assert (len(asked), woken) == (1, [])
    event = WebhookEvent.objects.get()
    assert (event.is_pending, event.data) == (False, {"value": 1.5, "names": ["茶"]})


def test_many_events_of_one_moment_send_one_message(
    make_endpoint: Callable[..., WebhookEndpoint], django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    from tenants import tasks

    make_endpoint("https://x.example/")
    cache.delete(tasks.WOKEN)
    sent: list[object] = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: sent.append(options["headers"]))

    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            tell(str(number))

    assert sent == [{**sent[0], "company": "acme"}]  # type: ignore[dict-item]
    cache.delete(tasks.WOKEN)


def test_disabled_endpoints_get_no_deliveries(make_endpoint: Callable[..., WebhookEndpoint]) -> None:
    endpoint = make_endpoint("https://x.example/")
    tell("a1")
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(state="disabled")
    tell("b2")

    assert dispatch_events() == 0
    assert not WebhookEvent.objects.filter(is_pending=True).exists()


def test_an_event_is_dispatched_once(make_endpoint: Callable[..., WebhookEndpoint]) -> None:
    make_endpoint("https://x.example/1")
    make_endpoint("https://x.example/2")
    tell()

    assert (dispatch_events(), dispatch_events(), len(deliveries())) == (2, 0, 2)
