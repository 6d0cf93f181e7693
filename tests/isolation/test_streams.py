"""Streams tell of one company: what happens there, to those it let in, within their units and masks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from analytics.models.alert import Alert
from analytics.models.score_run import ScoreRun
from config.schema import company_schema
from feedback.models import Case, ImportBatch
from feedback.services.intake import ingest_records
from tenants.access import COMMAND, Capability
from tenants.graphql.live.answering import reply_to
from tenants.graphql.live.events import EVENTS, Told
from tenants.graphql.live.wanted import Follow, Wanted
from tenants.hooks.services.live_stream import stream_of
from tenants.jobs.models import Job
from tenants.members.models import Membership, Role, Unit, User
from tenants.models import Tenant
from tests.graphql_api import key_of
from tests.sessions import session_of
from tests.streaming import Asked

QUERIES = {
    "feedbackReceived": "subscription { feedbackReceived { source items(first: 3) { nodes { externalId text } } } }",
    "jobProgressed": "subscription { jobProgressed { event job { kind result } } }",
    "scoresPublished": "subscription { scoresPublished { period run { runHash } } }",
    "caseOpened": "subscription { caseOpened { case { number state } } }",
    "caseChanged": "subscription { caseChanged { event case { number events { nodes { kind } } } } }",
    "alertChanged": "subscription { alertChanged { event alert { chart n } } }",
}


def granted(company: Tenant, query: str, *scopes: str) -> Wanted:
    """Return what a key of a company may follow."""
    token = key_of(company, scopes or tuple(Capability))
    found = Asked(f"{company.slug}.localhost", query, token).answer()
    assert isinstance(found, Follow), found.content
    return found.wanted


def told(name: str, entity: object, **data: Any) -> Told:
    """Return an event about a thing."""
    kind = min(EVENTS[name])
    return Told("1-1", kind, "thing", str(entity), datetime.now(UTC), data)


def thing(name: str, rows: dict[str, Any]) -> object:
    """Return what an event of acme is about."""
    return {
        "feedbackReceived": lambda: ImportBatch.objects.get(kind="feedback").pk,
        "jobProgressed": lambda: Job.objects.first().pk,
        "scoresPublished": lambda: ScoreRun.objects.get().label,
        "caseOpened": lambda: Case.objects.get().pk,
        "caseChanged": lambda: Case.objects.get().pk,
        "alertChanged": lambda: Alert.objects.get().pk,
    }[name]()


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_what_happens_at_acme_is_followed_by_acme_alone(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant, name: str
) -> None:
    event = told(name, thing(name, acme_rows))

    ours = reply_to(company_schema, granted(acme, QUERIES[name]), event)
    theirs = reply_to(company_schema, granted(globex, QUERIES[name]), event)

    assert ours is not None
    assert b"errors" not in ours.body
    assert theirs is None  # as if it had never been


class TestUnits:
    """Somebody whose role is bound to a unit follows what is that unit's."""

    QUERY = QUERIES["feedbackReceived"]

    def follower(self, company: Tenant, unit: str) -> Wanted:
        session = session_at(unit)
        found = Asked(f"{company.slug}.localhost", self.QUERY, session=session).answer()
        assert isinstance(found, Follow), found.content
        return found.wanted

    def batch(self, *units: str) -> Told:
        records = [
            {"external_id": f"{unit}-{number}", "occurred_at": "2026-05-01", "nps": 9, "unit": unit, "text": unit}
            for number, unit in enumerate(units)
        ]
        stored = ingest_records(kind="feedback", records=records, received_at=timezone.now(), actor=COMMAND)
        return told("feedbackReceived", stored["batchId"], source="shop")

    def test_only_answers_there_are_told(self, in_acme: Tenant) -> None:
        both, elsewhere = self.batch("u1", "u2"), self.batch("u2")

        reply = reply_to(company_schema, self.follower(in_acme, "u1"), both)

        assert reply is not None
        nodes = json.loads(reply.body)["data"]["feedbackReceived"]["items"]["nodes"]
        assert [node["externalId"] for node in nodes] == ["u1-0"]
        assert reply_to(company_schema, self.follower(in_acme, "u1"), elsewhere) is None

    def test_what_is_the_whole_companys_is_not_followed(self, in_acme: Tenant) -> None:
        self.batch("u1")
        session = session_at("u1")
        for name in ("jobProgressed", "alertChanged"):
            assert Asked("acme.localhost", QUERIES[name], session=session).answer().status_code == 403

    def test_a_masked_field_is_null_in_an_event_too(self, in_acme: Tenant) -> None:
        event = self.batch("u1")
        texts = {
            scopes: json.loads(reply.body)["data"]["feedbackReceived"]["items"]["nodes"][0]["text"]
            for scopes in (("feedback:read",), ("feedback:read", "texts:read"))
            if (reply := reply_to(company_schema, granted(in_acme, self.QUERY, *scopes), event))
        }

        assert texts == {("feedback:read",): None, ("feedback:read", "texts:read"): "u1"}


def session_at(unit: str) -> str:
    """Return the session of a viewer at a unit."""
    user = User.objects.create(email=f"{uuid4().hex}@acme.example")
    place = Unit.objects.get(code=unit)
    Membership.objects.create(user=user, role=Role.objects.get(code="viewer"), unit=place)
    return session_of(user)


@pytest.mark.parametrize("host", ["globex.localhost", "localhost"])
def test_a_key_of_acme_follows_nothing_elsewhere(in_acme: Tenant, globex: Tenant, operator: Tenant, host: str) -> None:
    token = key_of(in_acme)
    for query in QUERIES.values():
        assert Asked(host, query, token).answer().status_code == 401


def test_streams_are_keys_of_their_company(in_acme: Tenant) -> None:
    assert stream_of(in_acme.schema_name).startswith(f"{in_acme.schema_name}:")  # so they go when the company goes
