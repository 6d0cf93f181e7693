"""An event is written with what it tells of, says who, what and where from, and cannot be changed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from tenants.access import Actor, RequestInfo, company_context, request_context
from tenants.audit.access import digest_of
from tenants.audit.models import AuditEvent
from tenants.audit.services import NotInTransaction, Subject, record
from tenants.models import Tenant

ANN = Actor(kind="user", id=UUID(int=7), name="ann@example.com", role="owner")
JOURNEY = Subject(kind="journey", id="j-1", name="Dinner")


def one() -> AuditEvent:
    event: AuditEvent = AuditEvent.objects.get()
    return event


def test_an_event_says_who_did_what_to_what_and_from_where(in_acme: Tenant) -> None:
    info = RequestInfo(id="0" * 32, address="203.0.113.9", user_agent="Firefox", reason="asked by phone")

    with request_context(info):
        record(actor=ANN, action="journey.renamed", subject=JOURNEY, before={"name": "a"}, after={"name": "b"})

    event = one()
    assert (event.actor_kind, event.actor_id, event.actor_name, event.actor_role) == (
        "user", str(UUID(int=7)), "ann@example.com", "owner",
    )  # fmt: skip
    assert (event.action, event.subject_kind, event.subject_id, event.subject_name) == (
        "journey.renamed", "journey", "j-1", "Dinner",
    )  # fmt: skip
    assert (event.before, event.after) == ({"name": "a"}, {"name": "b"})
    assert (event.request_id, event.address, event.user_agent, event.reason) == (
        "0" * 32, "203.0.113.9", "Firefox", "asked by phone",
    )  # fmt: skip


def test_only_changed_fields_are_kept(in_acme: Tenant) -> None:
    record(
        actor=ANN, action="journey.changed", subject=JOURNEY,
        before={"name": "a", "colour": "red"}, after={"name": "a", "colour": "blue", "new": 1},
    )  # fmt: skip

    assert (one().before, one().after) == ({"colour": "red"}, {"colour": "blue", "new": 1})


def test_the_digest_is_that_of_the_row_as_it_is_read_back(in_acme: Tenant) -> None:
    odd = {
        "a": 1.5,
        "b": 1e300,
        "c": -0.0,
        "d": 2**70,
        "e": float("nan"),
        "f": "\0\ud800茶",
        "g": 1e-9,
        "h": [1, {"x": None}],
    }

    record(actor=ANN, action="journey.changed", subject=JOURNEY, after=odd)

    event = one()
    assert digest_of(event.content()) == event.digest


def test_recording_outside_of_a_transaction_is_refused(
    companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), company_context(companies["acme"]), pytest.raises(NotInTransaction):
        record(actor=ANN, action="journey.created", subject=JOURNEY)


@pytest.mark.parametrize("statement", [
    "UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event",
    "UPDATE audit_link SET hash = 'x'", "DELETE FROM audit_link", "TRUNCATE audit_link",
])  # fmt: skip
def test_the_database_refuses_to_change_it(in_acme: Tenant, statement: str) -> None:
    record(actor=ANN, action="journey.created", subject=JOURNEY)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_link (place, event_id, digest, hash) SELECT 1, id, digest, digest FROM audit_event"
        )

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert one().action == "journey.created"
