"""A company whose rows are committed, because only what is committed is chained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tenants.access import Actor, company_context
from tenants.audit.services import Subject, record, seal
from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company

ANN = Actor(kind="key", name="ann")


@pytest.fixture(scope="module")
def house(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company of this module alone."""
    with django_db_blocker.unblock():
        company = create_company(slug="ledger", name="Ledger", currency="CNY", timezone="UTC", locale="en").company
        yield company
        delete_company(company=company)
        connection.close()


@pytest.fixture
def ledger(house: Tenant, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """Run the test inside the company, whose audit holds nothing but six chained events, without a transaction."""
    with django_db_blocker.unblock(), company_context(house):
        wipe()
        write(6)
        seal()
        yield house


def write(count: int) -> None:
    """Record events, each in a transaction of its own."""
    for number in range(count):
        with transaction.atomic():
            record(actor=ANN, action="journey.changed", subject=Subject("journey", str(number)), after={"n": number})


def wipe() -> None:
    """Empty the tables, as only somebody who may switch the guards off can."""
    tamper("DELETE FROM audit_event", "DELETE FROM audit_link")


def tamper(*statements: str) -> None:
    """Run statements with all guards off, and switch them on again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
