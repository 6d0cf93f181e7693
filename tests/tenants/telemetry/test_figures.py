"""Requests, operations, rows and tasks are counted, with labels from closed lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY

from feedback.services.intake import ingest_records
from tenants.access import PUBLIC, SYSTEM
from tenants.graphql.persisted import released_documents
from tenants.models import Tenant
from tenants.tasks import RefusedMessage, deliver
from tenants.telemetry.labels import company_label, method_label
from tests.graphql_api import api_of

Figure = Callable[..., float]


@pytest.fixture
def figure() -> Figure:
    """How much a figure has risen since the test began."""
    before = {(one.name, tuple(sorted(one.labels.items()))): one.value for m in REGISTRY.collect() for one in m.samples}

    def risen(name: str, **labels: str) -> float:
        return (REGISTRY.get_sample_value(name, labels) or 0.0) - before.get((name, tuple(sorted(labels.items()))), 0.0)

    return risen


def test_a_request_is_counted_by_the_pattern_of_its_address(in_acme: Tenant, figure: Figure) -> None:
    api_of(in_acme).post("{ viewer { kind } }")

    counted = {"method": "POST", "route": "graphql", "status": "200", "company": ""}
    assert figure("huibao_http_requests_total", **counted) == 1
    assert figure("huibao_http_request_seconds_count", route="graphql") == 1


def test_addresses_and_methods_that_somebody_invents_have_one_label(in_acme: Tenant, figure: Figure) -> None:
    for number in range(3):
        Client(HTTP_HOST="acme.localhost").generic(f"BREW{number}", f"/s/{number}")

    counted = {"method": "other", "route": "other", "company": ""}
    assert sum(figure("huibao_http_requests_total", status=status, **counted) for status in ("404", "405")) == 3


def test_a_company_is_a_label_only_when_it_was_asked_for(in_acme: Tenant, settings: Any, figure: Figure) -> None:
    settings.METRICS_COMPANIES = frozenset({"acme"})

    api_of(in_acme).post("{ viewer { kind } }")

    counted = {"method": "POST", "route": "graphql", "status": "200"}
    assert figure("huibao_http_requests_total", company="acme", **counted) == 1
    assert (company_label(), company_label("globex"), company_label(PUBLIC)) == ("acme", "", "")


def test_an_operation_is_counted_by_name_when_its_document_is_released(in_acme: Tenant, figure: Figure) -> None:
    document = next(text for text in released_documents().values() if "Viewer" in text)
    api = api_of(in_acme)

    api.post(document)
    api.post(document.replace("Viewer", "Invented"))

    for name in ("Viewer", "other"):
        assert figure("huibao_graphql_operations_total", operation=name, type="query", outcome="done") == 1
    assert REGISTRY.get_sample_value("huibao_graphql_operation_seconds_count", {"operation": "Invented"}) is None
    assert figure("huibao_graphql_points_total", operation="Viewer", moment="actual") >= 1


def test_a_refused_operation_is_counted_by_its_code(in_acme: Tenant, figure: Figure) -> None:
    api_of(in_acme).post("{ nothing }")

    assert figure("huibao_graphql_operations_total", operation="other", type="query", outcome="refused") == 1
    assert figure("huibao_graphql_errors_total", code="BAD_USER_INPUT") == 1


def test_rows_that_come_in_are_counted_once_they_are_stored(
    in_acme: Tenant, figure: Figure, django_capture_on_commit_callbacks: Any
) -> None:
    good = {"external_id": "figure-1", "occurred_at": "2026-01-01T00:00:00Z", "nps": 9}
    with django_capture_on_commit_callbacks(execute=True):
        ingest_records(kind="feedback", records=[good, good, {"nps": 99}], received_at=timezone.now(), actor=SYSTEM)
        assert figure("huibao_intake_rows_total", kind="feedback", outcome="accepted", company="") == 0

    for outcome in ("accepted", "duplicates", "rejected"):
        assert figure("huibao_intake_rows_total", kind="feedback", outcome=outcome, company="") == 1


def test_a_task_is_counted_with_its_time_and_its_wait(in_acme: Tenant, figure: Figure) -> None:
    deliver.apply(headers={"company": "acme", "due": 0})

    assert figure("huibao_task_runs_total", task="tenants.deliver", outcome="done", company="") == 1
    assert figure("huibao_task_seconds_count", task="tenants.deliver") == 1
    assert figure("huibao_task_wait_seconds_sum", task="tenants.deliver") > 1e9


@pytest.mark.parametrize("due", [None, "soon", [], float("inf") * -1])
def test_a_message_that_does_not_say_when_it_was_due_is_worked_at_all_the_same(
    in_acme: Tenant, figure: Figure, due: object
) -> None:
    deliver.apply(headers={"company": "acme", "due": due, "traceparent": 7}).get()

    assert figure("huibao_task_runs_total", task="tenants.deliver", outcome="done", company="") == 1


def test_a_refused_message_and_one_that_waits_are_counted_apart(in_acme: Tenant, figure: Figure) -> None:
    with pytest.raises(RefusedMessage):
        deliver.apply(headers={}).get()
    Tenant.objects.filter(slug="acme").update(status=Tenant.Status.SUSPENDED)
    deliver.apply(headers={"company": "acme"})

    for outcome in ("refused", "waits"):
        assert figure("huibao_task_runs_total", task="tenants.deliver", outcome=outcome, company="") == 1


def test_methods_are_a_closed_list() -> None:
    assert [method_label(word) for word in ("GET", "get", "BREW", "", None)] == ["GET", *["other"] * 4]
