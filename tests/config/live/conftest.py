"""Two companies whose rows are committed, each with a key, for clients in other threads."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.graphql_api import key_of

# What customers said in a batch, for whoever may read it.
FEEDBACK = "subscription { feedbackReceived { source items(first: 5) { nodes { externalId nps text } } } }"


@pytest.fixture(scope="package")
def pair(
    companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[tuple[Tenant, str], tuple[Tenant, str]]]:
    """Return two companies and a key of each."""
    with django_db_blocker.unblock():
        made = [
            create_company(slug=f"{name}-live", name=name, currency="CNY", timezone="UTC", locale="en").company
            for name in ("hooli", "umbrella")
        ]
        yield (made[0], key_of(made[0])), (made[1], key_of(made[1]))
        for company in made:
            delete_company(company=company)
        connection.close()


@pytest.fixture
def hooli(pair: tuple[tuple[Tenant, str], tuple[Tenant, str]], django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """The first company; the database may be used, in other threads too."""
    with django_db_blocker.unblock():
        yield pair[0][0]
        connection.close()


@pytest.fixture
def token(pair: tuple[tuple[Tenant, str], tuple[Tenant, str]]) -> str:
    """A key of the first company with every scope."""
    return pair[0][1]


@pytest.fixture
def other(pair: tuple[tuple[Tenant, str], tuple[Tenant, str]]) -> tuple[Tenant, str]:
    """The second company and a key of it."""
    return pair[1]


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: object) -> None:
    """Count what callers have spent anew in each test."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}  # type: ignore[attr-defined]
