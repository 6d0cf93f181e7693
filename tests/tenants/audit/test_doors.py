"""Signing in, failing to, signing out and sending facts leave an event, with the request's id and address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tenants.audit.models import AuditEvent
from tenants.members.services import ensure_roles, ensure_user
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

EMAIL, PASSWORD, WRONG = "ann@example.com", "correct horse battery", "wrong staple zebra"
RECORD = {"externalId": "f1", "occurredAt": "2026-05-01T10:00:00Z", "nps": 1, "text": "the soup was too salty"}
INGEST = """mutation I($records: [FeedbackRecordInput!]!) {
  ingestFeedback(input: {records: $records}) { accepted } }"""


@pytest.fixture(autouse=True)
def own_cache(settings: object) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}  # type: ignore[attr-defined]


@pytest.fixture
def ann(in_acme: Tenant) -> Iterator[Client]:
    """A browser of a person who has an account."""
    ensure_roles()
    ensure_user(email=EMAIL, role="owner", password=PASSWORD)
    yield Client(HTTP_HOST="acme.localhost", REMOTE_ADDR="203.0.113.9", headers={"User-Agent": "Firefox"})


def sign_in(browser: Client, password: str, email: str = EMAIL) -> HttpResponse:
    given = {"email": email, "password": password}
    return browser.post("/auth/login", given, content_type="application/json")  # type: ignore[return-value]


def last(action: str) -> AuditEvent:
    event: AuditEvent = AuditEvent.objects.filter(action=action).latest("id")
    return event


def test_signing_in_and_out_are_events(ann: Client) -> None:
    came = sign_in(ann, PASSWORD)
    went = ann.post("/auth/logout")

    started, ended = last("session.started"), last("session.ended")
    assert (started.actor_kind, started.actor_name, started.actor_role) == ("user", EMAIL, "owner")
    assert (started.address, started.user_agent) == ("203.0.113.9", "Firefox")
    assert (started.request_id, ended.request_id) == (came["X-Request-Id"], went["X-Request-Id"])
    assert started.subject_id == ended.subject_id


def test_a_wrong_password_is_an_event_of_the_account(ann: Client) -> None:
    sign_in(ann, WRONG)

    event = last("session.refused")
    assert (event.actor_kind, event.subject_kind, event.subject_name) == ("anonymous", "member", EMAIL)
    assert WRONG not in str(event.content())


def test_of_an_unknown_address_nothing_is_kept(ann: Client) -> None:
    sign_in(ann, WRONG, email=PASSWORD)

    event = last("session.refused")
    assert (event.subject_name, event.subject_id) == ("", "")
    assert PASSWORD not in str(event.content())


def test_signing_out_without_having_signed_in_is_no_event(ann: Client) -> None:
    ann.post("/auth/logout")

    assert not AuditEvent.objects.filter(action="session.ended").exists()


def test_facts_that_a_key_sends_are_one_event_without_their_texts(in_acme: Tenant) -> None:
    api: Api = api_of(in_acme, "feedback:write")

    api.data(INGEST, records=[RECORD])

    event = last("import.finished")
    assert (event.actor_kind, event.subject_name) == ("key", "feedback")
    assert (event.after["accepted"], event.after["rejected"]) == (1, 0)
    assert "soup" not in str(event.content())


def test_an_import_taken_back_is_an_event(in_acme: Tenant) -> None:
    from feedback.services.intake import ingest_records
    from feedback.services.undo import undo_batch
    from tenants.access import COMMAND

    now = datetime(2026, 5, 2, tzinfo=UTC)
    record = {"external_id": "f1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 9}
    stored = ingest_records(kind="feedback", records=[record], received_at=now, actor=COMMAND)
    from uuid import UUID

    undo_batch(batch_id=UUID(stored["batchId"]), at=now)

    event = last("import.undone")
    assert (event.subject_id, event.after["removed"]) == (stored["batchId"], 1)
