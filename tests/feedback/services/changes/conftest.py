"""A company of its own, because these tests commit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company


@pytest.fixture(scope="session")
def moving(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company whose facts move."""
    with django_db_blocker.unblock():
        made = create_company(
            slug=f"moving-{str(uuid7())[-8:]}", name="Moving", currency="CNY", timezone="Asia/Shanghai", locale="en"
        )
        yield made.company
        delete_company(company=made.company)


@pytest.fixture
def in_moving(moving: Tenant, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """Run the test inside that company, committed."""
    with django_db_blocker.unblock():
        with company_context(moving):
            yield moving
        connection.close()
