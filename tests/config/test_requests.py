"""Every answer carries the request's id; a caller's own is taken over when nothing can hide in it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from config.callers import address_of, described
from tenants.access import RequestInfo, current_request, request_context
from tenants.models import Tenant
from tenants.tasks import run_job
from tests.graphql_api import api_of

GIVEN = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(("host", "path"), [
    ("acme.localhost", "/livez"), ("acme.localhost", "/graphql"), ("acme.localhost", "/auth/session"),
    ("acme.localhost", "/collect/v1/feedback"), ("acme.localhost", "/nowhere"), ("nobody.localhost", "/graphql"),
    ("localhost", "/graphql"), ("evil host", "/"),
])  # fmt: skip
def test_every_answer_carries_an_id(in_acme: Tenant, host: str, path: str) -> None:
    response = Client(HTTP_HOST=host).get(path)

    assert UUID(response["X-Request-Id"])


def test_errors_of_graphql_name_the_same_id(in_acme: Tenant) -> None:
    response = api_of(in_acme).post("{ nothing }")

    assert response.json()["errors"][0]["extensions"]["requestId"] == response["X-Request-Id"]


@pytest.mark.parametrize("given", [GIVEN, GIVEN.upper(), GIVEN.replace("-", "")])
def test_a_well_formed_id_of_the_caller_is_taken_over(given: str) -> None:
    assert Client(headers={"X-Request-Id": given}).get("/livez")["X-Request-Id"] == given.lower()


@pytest.mark.parametrize(
    "given", ["", "x", "hb_" + "k" * 43, GIVEN + "\t", "<script>", "1" * 1000, "13912345678", "g" * 32]
)
def test_any_other_is_replaced(given: str) -> None:
    found = Client(headers={"X-Request-Id": given}).get("/livez")["X-Request-Id"]

    assert found != given
    assert UUID(found).version in {4, 7}


@pytest.mark.parametrize(("proxies", "forwarded", "expected"), [
    (0, "203.0.113.1", "192.0.2.1"), (1, "203.0.113.1", "203.0.113.1"), (1, "6.6.6.6, 203.0.113.1", "203.0.113.1"),
    (2, "6.6.6.6, 203.0.113.1, 192.0.2.9", "203.0.113.1"), (1, "", ""), (1, "nonsense", ""),
    (1, "2001:DB8::1", "2001:db8::1"),
])  # fmt: skip
def test_only_our_own_proxies_are_believed(settings: object, proxies: int, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    request: HttpRequest = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == expected


def test_what_cannot_be_printed_is_taken_out_of_the_programs_name() -> None:
    request = RequestFactory().get("/", HTTP_USER_AGENT="Fire\x1b[31mfox\n" + "x" * 500)

    assert described(request).user_agent == ("Fire[31mfox" + "x" * 500)[:200]


def test_nothing_of_a_request_outlives_it() -> None:
    Client().get("/livez")

    assert current_request() is None


def test_a_message_to_a_worker_carries_the_id(in_acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = {}
    monkeypatch.setattr("celery.app.task.Task.apply_async", lambda self, *words, **more: sent.update(more["headers"]))

    with request_context(RequestInfo(id=GIVEN)):
        run_job.apply_async(kwargs={"job_id": GIVEN})

    assert sent.pop("due") > 0
    assert sent == {"company": "acme", "request": GIVEN}
