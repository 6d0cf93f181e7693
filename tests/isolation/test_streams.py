"""Streams tell of one company: what happens there, to those it let in, within their units and masks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analytics.models.alert import Alert
from analytics.models.score_run import ScoreRun
from config.schema import company_schema
from feedback.models import ImportBatch
from tenants.access import Capability
from tenants.graphql.live.answering import reply_to
from tenants.graphql.live.events import EVENTS, Told
from tenants.graphql.live.wanted import Follow, Wanted
from tenants.jobs.models import Job
from tenants.models import Tenant
from tests.graphql_api import key_of
from tests.streaming import Asked

QUERIES = {
    "feedbackReceived": "subscription { feedbackReceived { source items(first: 3) { nodes { externalId text } } } }",
    "jobProgressed": "subscription { jobProgressed { event job { kind result } } }",
    "scoresPublished": "subscription { scoresPublished { period run { runHash } } }",
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
