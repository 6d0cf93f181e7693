"""Every answer, refusals and faults among them, keeps browsers from caching, guessing, framing and the clear."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from config.headers import ALWAYS, HeadersMiddleware
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tests.graphql_api import api_of
from tests.sessions import session_of

pytestmark = pytest.mark.django_db
ADDRESSES = [
    ("acme.localhost", "/auth/session"),
    ("acme.localhost", "/api/explorer"),
    ("acme.localhost", "/nowhere"),
    ("acme.localhost", "/collect/v1/feedback"),
    ("nobody.localhost", "/"),
    ("10.0.0.9", "/livez"),
    ("10.0.0.9", "/readyz"),
    ("localhost", "/metrics"),
]


@pytest.mark.parametrize(("host", "path"), ADDRESSES)
def test_an_answer_has_all_of_them(acme: Tenant, host: str, path: str) -> None:
    answer = Client(headers={"host": host}).get(path)

    found = {name: answer.headers.get(name, "") for name in ALWAYS}
    assert "no-store" in found.pop("Cache-Control")
    assert found == {name: value for name, value in ALWAYS.items() if name != "Cache-Control"}


def test_what_an_answer_says_itself_stays(in_acme: Tenant) -> None:
    headers = {"host": "acme.localhost", "authorization": f"Bearer {api_of(in_acme).token}"}

    answer = Client(headers=headers).get("/graphql", {"query": "{ viewer { kind } }"})

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_a_person_is_told_stays_in_no_cache(in_acme: Tenant) -> None:
    user = ensure_user(email="ann@acme.example", role="owner")
    browser = Client(headers={"host": "acme.localhost"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)

    for path in ("/graphql?query={viewer{name}}", "/auth/session", "/auth/passkeys", "/api/explorer"):
        answer = browser.get(path)
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True), path


def test_the_policy_forbids_objects_bases_and_frames() -> None:
    policy = ALWAYS["Content-Security-Policy"]

    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))


def test_nobody_elsewhere_may_read_an_answer(acme: Tenant) -> None:
    browser = Client(headers={"host": "acme.localhost", "origin": "https://evil.example"})

    for answer in (browser.get("/auth/session"), browser.options("/graphql"), browser.post("/graphql")):
        assert not any(name.lower().startswith("access-control-") for name in answer.headers)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK"])
@pytest.mark.parametrize("path", ["/graphql", "/auth/session", "/api/explorer", "/collect/v1/feedback", "/nowhere"])
def test_what_was_asked_is_not_echoed(acme: Tenant, method: str, path: str) -> None:
    answer = Client(headers={"host": "acme.localhost", "x-planted": "planted"}).generic(method, path)

    assert answer.status_code in {404, 405}
    assert b"planted" not in answer.content


class TestWithTls:
    @pytest.fixture(autouse=True)
    def production(self, settings: Any) -> None:
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 31536000
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    @pytest.mark.parametrize(("host", "path"), ADDRESSES)
    def test_browsers_come_by_https_from_then_on(self, acme: Tenant, host: str, path: str) -> None:
        answer = Client(headers={"host": host}).get(path, secure=True)

        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"

    def test_a_page_leads_there(self, acme: Tenant) -> None:
        answer = Client(headers={"host": "acme.localhost"}).get("/api/explorer")

        assert (answer.status_code, answer["Location"]) == (301, "https://acme.localhost/api/explorer")

    @pytest.mark.parametrize(
        ("method", "path"),
        [("POST", "/graphql"), ("GET", "/graphql"), ("POST", "/collect/v1/feedback"), ("POST", "/auth/login")],
    )
    def test_a_program_is_refused_and_told(self, acme: Tenant, method: str, path: str) -> None:
        answer = Client(headers={"host": "acme.localhost", "accept-language": "zh-hans"}).generic(method, path)

        assert answer.status_code == 403
        assert "https" in answer.json()["errors"][0]["message"]
        assert "Location" not in answer.headers

    def test_health_is_asked_within_the_house(self) -> None:
        assert Client(headers={"host": "10.0.0.9"}).get("/livez").status_code == 200


def test_a_fault_has_them_too() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=500)

    answer = HeadersMiddleware(broken)(HttpRequest())

    assert answer.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]  # type: ignore[union-attr]
