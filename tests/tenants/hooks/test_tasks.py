"""A lost message is made good by the sweep: what waits is found in the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from tenants.hooks.models import WebhookDelivery
from tenants.models import Tenant, TenantSchedule
from tenants.tasks import FOLLOWED, SOON_SECONDS, WOKEN, deliver, sweep_deliveries
from tests.tenants.hooks.conftest import deliveries, tell
from tests.tenants.hooks.receiver import Receiver

FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def schedule(in_acme: Tenant) -> TenantSchedule:
    cache.delete_many([WOKEN, FOLLOWED])
    made, _ = TenantSchedule.objects.update_or_create(
        tenant=in_acme, task=TenantSchedule.Task.SWEEP, defaults={"next_due_at": FAR}
    )
    return made


def test_the_sweep_sends_for_what_waits_though_every_message_was_lost(
    schedule: TenantSchedule, make_endpoint: Callable[..., Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as sent:
        sweep_deliveries()
    assert sent == []
    make_endpoint("https://x.example")
    tell()

    with django_capture_on_commit_callbacks() as sent:
        sweep_deliveries()

    assert len(sent) == 1
    schedule.refresh_from_db()
    assert schedule.next_due_at < timezone.now() + timedelta(seconds=2 * SOON_SECONDS)


def test_the_task_delivers_and_comes_again_for_what_is_due_soon(
    schedule: TenantSchedule, make_endpoint: Callable[..., Any], receiver: Receiver,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    make_endpoint(receiver.url)
    receiver.always(500)
    tell()

    with django_capture_on_commit_callbacks() as sent:
        assert deliver.apply(headers={"company": "acme"}).get() == 1
        assert deliver.apply(headers={"company": "acme"}).get() == 0

    assert len(sent) == 1  # though the task ran twice
    assert deliveries()[0].attempts == 1


def test_what_is_due_in_hours_is_left_to_the_sweep(
    schedule: TenantSchedule, make_endpoint: Callable[..., Any], receiver: Receiver,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    make_endpoint(receiver.url)
    receiver.always(503, retry_after="7200")
    tell()

    with django_capture_on_commit_callbacks() as sent:
        deliver.apply(headers={"company": "acme"})

    assert sent == []
    due = WebhookDelivery.objects.get().due_at
    schedule.refresh_from_db()
    assert due <= schedule.next_due_at <= due + timedelta(seconds=SOON_SECONDS + 1)
