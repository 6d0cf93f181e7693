"""The page of subscriptions promises what the code does: its examples are granted, its tables complete."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from config.live.farewells import Ending
from config.live.stream import MOST_WAITING
from config.schema import company_schema
from tenants.graphql.live.events import EVENTS
from tenants.graphql.live.wanted import Follow
from tenants.graphql.policy import requirement_of
from tenants.models import Tenant
from tests.docs.pages import PAGES
from tests.graphql_api import key_of
from tests.streaming import Asked

PAGE = PAGES["docs/integrate/subscriptions.md"]
EXAMPLES = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("query", EXAMPLES, ids=[query.split()[1].split("(")[0] for query in EXAMPLES])
def test_an_example_is_granted(in_acme: Tenant, query: str) -> None:
    for method in ("GET", "POST"):
        assert isinstance(Asked("acme.localhost", query, key_of(in_acme), method=method).answer(), Follow)


def test_every_field_is_listed_with_its_scope() -> None:
    rows = dict(re.findall(r"^\| `(\w+)\(\w+\)` \| `([\w:]+)` \|", PAGE, re.MULTILINE))
    kind = company_schema.core.subscription_type

    assert kind is not None
    assert set(rows) == set(kind.fields) == set(EVENTS)
    assert rows == {name: str(requirement_of("Subscription", name)) for name in rows}


def test_every_reason_is_listed() -> None:
    assert re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE) == list(Ending)


@pytest.mark.parametrize(
    "fact",
    [
        f"{settings.LIVE_STREAMS_PER_CALLER} in each process",
        f"{settings.LIVE_STREAMS_PER_COMPANY:,} in each process",
        f"The last {settings.LIVE_KEPT_EVENTS:,} events",
        f"every {settings.LIVE_HEARTBEAT_SECONDS} seconds",
        f"{MOST_WAITING} events waited",
    ],
)
def test_the_numbers_are_those_of_the_code(fact: str) -> None:
    assert fact in PAGE
