"""A company with a known chain from queue to money, ingested and scored once for all tests that only read."""

import random
from datetime import UTC, datetime
from itertools import count

import pytest
from django.db import transaction

from analytics.services.scoring.score import score_company
from tenants.access import company_context
from tenants.members.models import Unit
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.chain_facts import SHOPS, chain_company
from tests.analytics.facts import ingest

LATER = datetime(2027, 6, 1, tzinfo=UTC)
_NUMBERS = count(1)


def take_in(data, *, shuffled=None, chunks=1):
    """Ingest all facts, in another order and in chunks when asked."""
    kinds = list(data)
    rng = random.Random(shuffled)
    if shuffled is not None:
        rng.shuffle(kinds)
    for kind in kinds:
        records = list(data[kind])
        if shuffled is not None:
            rng.shuffle(records)
        step = -(-len(records) // chunks)
        for start in range(0, len(records), step):
            ingest(kind, records[start : start + step])


def put_in_city():
    """Place the shops below a city."""
    city = Unit.objects.create(code="city", name="City")
    Unit.objects.filter(code__in=SHOPS).update(parent=city)


@pytest.fixture(scope="session")
def chain_data():
    """The facts of the company, as they are."""
    return chain_company()


@pytest.fixture(scope="session")
def scored_company(companies, chain_data, django_db_blocker):
    """The company, scored for all its months; only to be read."""
    with django_db_blocker.unblock():
        slug = f"scored{next(_NUMBERS)}"
        made = create_company(slug=slug, name="Scored", currency="CNY", timezone="Asia/Shanghai", locale="en")
        with company_context(made.company):
            take_in(chain_data)
            put_in_city()
            score_company(company=made.company, now=LATER)
        yield made.company
        delete_company(company=made.company)


@pytest.fixture
def in_scored(scored_company, django_db_blocker):
    """Run the test inside the scored company."""
    with django_db_blocker.unblock(), company_context(scored_company):
        yield scored_company


@pytest.fixture
def undone(in_scored):
    """Run the test inside the scored company too, and undo what it changes."""
    with transaction.atomic():
        yield in_scored
        transaction.set_rollback(True)
