"""Signing in to the console of one company."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tenants.access import Capability, company_context
from tenants.members.models import User
from tenants.members.services import ensure_user
from tenants.models import Tenant

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ann(acme: Tenant) -> User:
    with company_context(acme):
        return ensure_user(email="ann@acme.example", role="viewer", password=PASSWORD)


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings) -> None:  # type: ignore[no-untyped-def]
    """Count failures apart from other tests and other runs, which use the same server."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def browser(acme: Tenant) -> Client:
    return Client(enforce_csrf_checks=True, headers={"host": "acme.localhost"})


def send(browser: Client, address: str, body: object = None, token: str | None = None):  # type: ignore[no-untyped-def]
    token = token or browser.get("/auth/session").json()["csrfToken"]
    return browser.post(address, body or {}, content_type="application/json", headers={"X-CSRFToken": token})


def test_it_works(browser: Client, ann: User) -> None:
    answer = send(browser, "/auth/login", {"email": "Ann@Acme.example", "password": PASSWORD})

    assert answer.status_code == 200
    assert answer.json()["kind"] == "user"
    assert Capability.METRICS_READ in answer.json()["capabilities"]
    assert Capability.MEMBERS_WRITE not in answer.json()["capabilities"]
    assert browser.get("/auth/session").json()["name"] == "ann@acme.example"


def test_signing_out_ends_the_session(browser: Client, ann: User) -> None:
    send(browser, "/auth/login", {"email": ann.email, "password": PASSWORD})
    cookie = browser.cookies["sessionid"].value

    assert send(browser, "/auth/logout").status_code == 200
    browser.cookies["sessionid"] = cookie
    assert browser.get("/auth/session").json()["kind"] == "anonymous"


def test_without_a_csrf_token_nobody_signs_in(browser: Client, ann: User) -> None:
    body = {"email": ann.email, "password": PASSWORD}

    assert browser.post("/auth/login", body, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    ("email", "password"), [("ann@acme.example", "wrong"), ("nobody@acme.example", PASSWORD), ("", "")]
)
def test_wrong_credentials_all_get_one_answer(browser: Client, ann: User, email: str, password: str) -> None:
    answer = send(browser, "/auth/login", {"email": email, "password": password})

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["message"] == "E-mail address or password is wrong."


def test_guessing_is_slowed_down_for_one_account_of_one_company(browser: Client, ann: User, globex: Tenant) -> None:
    body = {"email": "Ann@acme.example", "password": "wrong"}
    assert [send(browser, "/auth/login", body).status_code for _ in range(10)] == [401] * 10

    refused = send(browser, "/auth/login", {"email": ann.email, "password": PASSWORD})

    assert refused.status_code == 429
    assert 240 <= int(refused["Retry-After"]) <= 300
    elsewhere = Client(enforce_csrf_checks=True, headers={"host": "globex.localhost"})
    assert send(elsewhere, "/auth/login", body).status_code == 401
    assert send(browser, "/auth/login", {"email": "bob@acme.example", "password": "x"}).status_code == 401


def test_who_waits_is_told_what_is_left_of_the_wait(browser: Client, ann: User) -> None:
    body = {"email": ann.email, "password": "wrong"}
    for _ in range(10):
        send(browser, "/auth/login", body)

    with time_machine.travel(timezone.now() + timedelta(seconds=200), tick=False):
        refused = send(browser, "/auth/login", body)

    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 100


def test_signing_in_forgets_the_failures_before(browser: Client, ann: User) -> None:
    wrong, right = {"email": ann.email, "password": "wrong"}, {"email": ann.email, "password": PASSWORD}
    for _ in range(2):
        for _ in range(9):
            send(browser, "/auth/login", wrong)
        assert send(browser, "/auth/login", right).status_code == 200


def test_a_person_who_left_cannot_sign_in(browser: Client, ann: User, acme: Tenant) -> None:
    with company_context(acme):
        User.objects.update(is_active=False)

    assert send(browser, "/auth/login", {"email": ann.email, "password": PASSWORD}).status_code == 401


def test_an_account_of_another_company_cannot_sign_in(globex: Tenant, ann: User) -> None:
    elsewhere = Client(enforce_csrf_checks=True, headers={"host": "globex.localhost"})

    assert send(elsewhere, "/auth/login", {"email": ann.email, "password": PASSWORD}).status_code == 401


def test_the_session_of_one_company_is_nothing_in_another(browser: Client, ann: User, globex: Tenant) -> None:
    send(browser, "/auth/login", {"email": ann.email, "password": PASSWORD})
    elsewhere = Client(headers={"host": "globex.localhost"})
    elsewhere.cookies["sessionid"] = browser.cookies["sessionid"].value

    assert elsewhere.get("/auth/session").json()["kind"] == "anonymous"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"email": 1, "password": 2}',
        b'{"email": "a"}',
        b"\xff\xfe",
        b'{"email": "\\u0000", "password": "x"}',
        b'{"email": "\\ud800", "password": "x"}',
        b"[" * 5000,
    ],
)
def test_a_strange_body_is_refused(browser: Client, body: bytes) -> None:
    token = browser.get("/auth/session").json()["csrfToken"]
    answer = browser.post("/auth/login", body, content_type="application/json", headers={"X-CSRFToken": token})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
