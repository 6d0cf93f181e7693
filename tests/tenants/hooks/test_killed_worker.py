"""A worker killed while it delivers loses nothing: each event arrives, in its entity's order, under one id."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from tenants.access import COMMAND
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.hooks.services import Subject, emit
from tenants.hooks.services.endpoints import create_endpoint
from tenants.hooks.services.wishes import EndpointWish
from tenants.models import Tenant
from tenants.tasks import WOKEN, deliver
from tests.tenants.hooks.receiver import receiving

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.usefixtures("django_db_setup")]
ENTITIES, STEPS = 10, 4


@pytest.mark.parametrize("worker", ["prefork"], indirect=True)
@pytest.mark.usefixtures("entered")
def test_events_arrive_although_the_worker_is_killed(
    initrode: Tenant, worker: Any, wait_until: Callable[..., None], queue: str, django_db_blocker: Any
) -> None:
    def send() -> None:
        deliver.apply_async(kwargs={}, headers={"company": initrode.schema_name}, queue=queue)

    with django_db_blocker.unblock(), receiving() as receiver:
        cache.set(WOKEN, 1, 600)  # the messages are sent by hand, to the queue that the test's worker reads
        wish = EndpointWish(name="esb", url=receiver.url)
        create_endpoint(actor=COMMAND, kind=WebhookEndpoint.Kind.WEBHOOK, wish=wish)
        for step in range(STEPS):
            for entity in range(ENTITIES):
                with transaction.atomic():
                    about = Subject("alert", f"e{entity}")
                    emit(event="alert.opened", subject=about, data={"step": step})
        receiver.hang = threading.Event()  # every call is under way when the worker dies

        send()
        wait_until(lambda: len(receiver.got) >= 5)
        worker.kill()
        receiver.hang.set()
        assert WebhookDelivery.objects.filter(state="open").count() > ENTITIES
        under_way = len(receiver.got)

        worker.start()
        later = timezone.now() - timedelta(seconds=1)
        WebhookDelivery.objects.filter(state="open").update(due_at=later)  # the leases are over
        WebhookEndpoint.objects.update(not_before=None)
        send()
        send()  # two processes at once: each delivery is one's
        wait_until(lambda: not WebhookDelivery.objects.filter(state="open").exists())

        keys = {f"msg_{key.hex}" for key in WebhookEvent.objects.values_list("key", flat=True)}
        assert set(receiver.ids) == keys
        assert len(receiver.ids) - len(keys) <= under_way
        for entity in range(ENTITIES):
            told = [json.loads(one.body) for one in receiver.got]
            steps = [one["data"]["step"] for one in told if one["entity"]["id"] == f"e{entity}"]
            assert steps == sorted(steps)
            assert set(steps) == set(range(STEPS))
