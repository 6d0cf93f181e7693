"""What waits is told in counts and ages, for one company only where that was asked for."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from prometheus_client.metrics_core import Metric

from config.telemetry.backlog import FIGURES, WhatWaits, of_companies
from config.telemetry.companies import Backlog, companies_told
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.jobs.services import start_job
from tenants.models import Tenant, TenantSchedule

AN_HOUR = timedelta(hours=1)


def asked(company: Tenant) -> Backlog:
    """Return what the queries find in a company, in the test's own transaction."""
    return {one.schema: one for one in companies_told(lambda database: nullcontext(connection.connection))}[
        company.schema_name
    ]


def samples(metrics: list[Metric]) -> dict[tuple[str, str], float]:
    return {(one.name, one.labels.get("company", "")): one.value for metric in metrics for one in metric.samples}


def test_a_company_at_rest_waits_for_nothing(in_acme: Tenant) -> None:
    TenantSchedule.objects.all().delete()

    found = asked(in_acme)

    assert (found.pending, found.due, found.failing, found.jobs, found.score_age, found.lag) == (0, 0, 0, 0, 0.0, 0.0)


def test_events_deliveries_and_jobs_that_wait_are_counted_with_the_age_of_the_oldest(in_acme: Tenant) -> None:
    now = timezone.now()
    endpoint = WebhookEndpoint.objects.create(name="crm", shown_url="https://x", sealed_url="", failing_since=now)
    event = WebhookEvent.objects.create(type="case.opened", entity_kind="case", entity_id="1", created_at=now - AN_HOUR)
    WebhookDelivery.objects.create(endpoint=endpoint, event=event, entity="case:1", due_at=now - 2 * AN_HOUR)
    start_job(kind="score", requested_by="test")

    found = asked(in_acme)

    assert (found.pending, found.due, found.failing, found.jobs) == (1, 1, 1, 1)
    assert 3590 < found.pending_age < 3700
    assert 7190 < found.due_age < 7300


def test_what_a_paused_endpoint_has_to_wait_for_is_not_due(in_acme: Tenant) -> None:
    endpoint = WebhookEndpoint.objects.create(name="crm", shown_url="https://x", sealed_url="", state="paused")
    event = WebhookEvent.objects.create(type="case.opened", entity_kind="case", entity_id="1", is_pending=False)
    WebhookDelivery.objects.create(endpoint=endpoint, event=event, entity="case:1")

    assert asked(in_acme).due == 0


def test_scoring_that_is_overdue_and_facts_that_were_not_read_are_seen(in_acme: Tenant) -> None:
    now = timezone.now()
    TenantSchedule.objects.update_or_create(
        tenant=in_acme, task="score", defaults={"next_due_at": now - AN_HOUR, "last_run_at": now - 3 * AN_HOUR}
    )

    found = asked(in_acme)

    assert 3590 < found.score_age < 3700
    assert 10790 < found.lag < 10900


def test_companies_are_told_as_one_unless_a_setting_names_them(settings: Any) -> None:
    settings.METRICS_COMPANIES = frozenset({"acme"})
    found = [
        Backlog("acme", "active", pending=1, pending_age=9.0),
        Backlog("globex", "active", pending=2, pending_age=5.0),
        Backlog("initech", "suspended", pending=4, pending_age=7.0),
    ]

    told = samples(list(of_companies(found)))

    assert told["huibao_outbox_pending_events", "acme"] == 1
    assert told["huibao_outbox_pending_events", ""] == 6
    assert told["huibao_outbox_oldest_seconds", ""] == 7.0
    assert {company for _, company in told} == {"acme", ""}


def test_no_company_at_all_is_nought() -> None:
    assert all(samples(list(of_companies([])))[name, ""] == 0 for name in FIGURES)


def test_servers_that_are_away_are_told_as_such_and_nothing_fails(
    servers: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"host": str(tmp_path), "dbname": "bao"})

    (up,) = WhatWaits().collect()

    assert {one.labels["server"]: one.value for one in up.samples} == {"postgres": 0.0, "valkey": 0.0}


def test_what_was_asked_a_moment_ago_is_not_asked_again(servers: None, settings: Any, tmp_path: Any) -> None:
    collector = WhatWaits()
    before = list(collector.collect())

    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    assert list(collector.collect()) == before
    assert list(WhatWaits().collect()) != before
