"""Passwords at the door: the first one, a forgotten one, another one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tenants.access import COMMAND, company_context
from tenants.audit.models import AuditEvent
from tenants.members.models import SignIn, Ticket, User
from tenants.members.services import ensure_user, invite_member
from tenants.members.services.mailing import send_due
from tenants.models import Tenant

pytestmark = pytest.mark.django_db
OLD, NEW = "correct horse battery", "staple of another kind"
LINK = re.compile(r"https?://acme\.(?:localhost|example)/(invitation|reset)#(hbt_[\w-]+)")


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: Any) -> None:
    """Count failures apart from other tests and other runs, which use the same server."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def ann(acme: Tenant) -> User:
    with company_context(acme):
        return ensure_user(email="ann@acme.example", role="viewer", password=OLD)


@pytest.fixture
def browser(acme: Tenant) -> Client:
    return Client(enforce_csrf_checks=True, headers={"host": "acme.localhost"})


def send(browser: Client, address: str, **body: object) -> Any:
    token = browser.get("/auth/session").json()["csrfToken"]
    return browser.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})


def who(browser: Client) -> str:
    return browser.get("/auth/session").json()["name"]


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def link_in_mail(company: Tenant) -> tuple[str, str]:
    """Do what a worker does, and return the kind and the secret of the link in the last mail."""
    with company_context(company):
        send_due(now=timezone.now())
    found = LINK.search(str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1), found.group(2)


class TestInvitation:
    @pytest.fixture
    def token(self, acme: Tenant, django_capture_on_commit_callbacks: Any) -> str:
        with company_context(acme), django_capture_on_commit_callbacks(execute=True):
            invite_member(
                actor=COMMAND, email=" Bo@Acme.example", role="analyst", origin="https://acme.example",
                as_of=timezone.now(), name="Bo",
            )  # fmt: skip
        kind, token = link_in_mail(acme)
        assert kind == "invitation"
        return token

    def test_it_works_once(self, browser: Client, acme: Tenant, token: str) -> None:
        answer = send(browser, "/auth/invitation", token=token, password=NEW)

        assert (answer.status_code, answer.json()["name"]) == (200, "bo@acme.example")
        assert "plans:write" in answer.json()["capabilities"]
        assert who(browser) == "bo@acme.example"
        again = send(Client(headers={"host": "acme.localhost"}), "/auth/invitation", token=token, password=NEW)
        assert (again.status_code, again.json()["errors"][0]["message"][:27]) == (400, "this link is not good any m")
        with company_context(acme):
            assert actions() == ["role.assigned", "member.invited", "invitation.accepted", "session.started"]
            assert token not in str(list(Ticket.objects.values()) + list(AuditEvent.objects.values()))

    def test_nobody_signs_in_before(self, browser: Client, token: str) -> None:
        assert send(browser, "/auth/login", email="bo@acme.example", password="").status_code == 401

    @pytest.mark.parametrize("password", ["", "short", "password123", "bo@acme.example"])
    def test_an_easy_password_is_refused_and_the_link_stays_good(
        self, browser: Client, token: str, password: str
    ) -> None:
        assert send(browser, "/auth/invitation", token=token, password=password).status_code == 400
        assert send(browser, "/auth/invitation", token=token, password=NEW).status_code == 200

    def test_it_ends_after_seven_days(self, browser: Client, acme: Tenant, token: str) -> None:
        with company_context(acme):
            ticket = Ticket.objects.get()
            assert ticket.expires_at - ticket.created_at > timedelta(days=6, hours=23)
            Ticket.objects.update(expires_at=timezone.now())

        assert send(browser, "/auth/invitation", token=token, password=NEW).status_code == 400

    def test_it_is_no_link_for_a_forgotten_password_and_none_of_another_company(
        self, browser: Client, globex: Tenant, token: str
    ) -> None:
        elsewhere = Client(enforce_csrf_checks=True, headers={"host": "globex.localhost"})

        assert send(browser, "/auth/reset/confirm", token=token, password=NEW).status_code == 400
        assert send(elsewhere, "/auth/invitation", token=token, password=NEW).status_code == 400

    def test_it_needs_a_csrf_token(self, browser: Client, token: str) -> None:
        body = {"token": token, "password": NEW}

        assert browser.post("/auth/invitation", body, content_type="application/json").status_code == 403


class TestForgotten:
    def ask(self, browser: Client, commit: Any, email: str) -> Any:
        with commit(execute=True):
            return send(browser, "/auth/reset", email=email)

    def test_a_link_sets_a_new_password_and_ends_all_sessions(
        self, browser: Client, ann: User, acme: Tenant, django_capture_on_commit_callbacks: Any
    ) -> None:
        elsewhere = Client(headers={"host": "acme.localhost"})
        send(elsewhere, "/auth/login", email=ann.email, password=OLD)
        answer = self.ask(browser, django_capture_on_commit_callbacks, "Ann@acme.example")
        kind, token = link_in_mail(acme)

        assert (answer.status_code, kind) == (202, "reset")
        assert send(browser, "/auth/reset/confirm", token=token, password=NEW).status_code == 200

        assert (who(browser), who(elsewhere)) == (ann.email, "")
        assert send(elsewhere, "/auth/login", email=ann.email, password=OLD).status_code == 401
        assert send(elsewhere, "/auth/login", email=ann.email, password=NEW).status_code == 200

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(
        self, browser: Client, ann: User, acme: Tenant, django_capture_on_commit_callbacks: Any
    ) -> None:
        known = self.ask(browser, django_capture_on_commit_callbacks, ann.email)
        unknown = self.ask(browser, django_capture_on_commit_callbacks, "nobody@acme.example")
        with company_context(acme):
            assert send_due(now=timezone.now()) == 2
            User.objects.update(is_active=False)
        left = self.ask(browser, django_capture_on_commit_callbacks, ann.email)
        with company_context(acme):
            assert send_due(now=timezone.now()) == 1
            assert Ticket.objects.count() == 1

        assert {answer.content for answer in (known, unknown, left)} == {b'{"asked": true}'}
        assert [message.to for message in mail.outbox] == [[ann.email]]

    def test_a_newer_link_replaces_the_older(
        self, browser: Client, ann: User, acme: Tenant, django_capture_on_commit_callbacks: Any
    ) -> None:
        self.ask(browser, django_capture_on_commit_callbacks, ann.email)
        _, first = link_in_mail(acme)
        self.ask(browser, django_capture_on_commit_callbacks, ann.email)
        _, second = link_in_mail(acme)

        codes = [
            send(browser, "/auth/reset/confirm", token=token, password=NEW).status_code for token in (first, second)
        ]

        assert codes == [400, 200]

    def test_nobody_is_flooded(
        self, browser: Client, ann: User, acme: Tenant, django_capture_on_commit_callbacks: Any
    ) -> None:
        codes = [self.ask(browser, django_capture_on_commit_callbacks, ann.email).status_code for _ in range(12)]

        assert codes == [202] * 10 + [429] * 2
        with company_context(acme):
            assert Ticket.objects.count() == 10

    def test_the_mail_is_in_the_language_of_its_reader(
        self, browser: Client, ann: User, acme: Tenant, django_capture_on_commit_callbacks: Any
    ) -> None:
        with company_context(acme):
            User.objects.update(locale="en")

        self.ask(browser, django_capture_on_commit_callbacks, ann.email)

        link_in_mail(acme)
        assert mail.outbox[-1].subject == "A new password for Huibao"


class TestAnother:
    def test_the_session_that_asks_goes_on_and_the_others_end(self, browser: Client, ann: User, acme: Tenant) -> None:
        elsewhere = Client(headers={"host": "acme.localhost"})
        for client in (browser, elsewhere):
            send(client, "/auth/login", email=ann.email, password=OLD)

        answer = send(browser, "/auth/password", current=OLD, password=NEW)

        assert answer.status_code == 200
        assert (who(browser), who(elsewhere)) == (ann.email, "")
        with company_context(acme):
            assert SignIn.objects.get().session_key == browser.cookies["sessionid"].value
            assert actions()[-1] == "password.changed"

    @pytest.mark.parametrize(("current", "password"), [("wrong", NEW), (OLD, "short")])
    def test_a_wrong_or_easy_one_changes_nothing(self, browser: Client, ann: User, current: str, password: str) -> None:
        send(browser, "/auth/login", email=ann.email, password=OLD)

        assert send(browser, "/auth/password", current=current, password=password).status_code == 400

        assert send(browser, "/auth/login", email=ann.email, password=OLD).status_code == 200

    def test_guessing_the_present_one_is_slowed_down(self, browser: Client, ann: User) -> None:
        send(browser, "/auth/login", email=ann.email, password=OLD)

        codes = [send(browser, "/auth/password", current="x", password=NEW).status_code for _ in range(11)]

        assert codes == [400] * 10 + [429]

    def test_somebody_unknown_has_none(self, browser: Client, acme: Tenant) -> None:
        assert send(browser, "/auth/password", current=OLD, password=NEW).status_code == 401


@pytest.mark.parametrize("address", ["invitation", "reset", "reset/confirm", "password"])
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b'{"token": 1}', b'{"email": "\\u0000"}', b'{"password": "\\ud800"}']
)
def test_a_strange_body_is_refused(browser: Client, address: str, body: bytes) -> None:
    token = browser.get("/auth/session").json()["csrfToken"]

    answer = browser.post(f"/auth/{address}", body, "application/json", headers={"X-CSRFToken": token})

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_USER_INPUT")
