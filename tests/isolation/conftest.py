"""Rows that say whose they are, committed so that every thread and process sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.members.models import Unit
from tenants.models import Tenant


@pytest.fixture(scope="module")
def marked(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Tenant]]:
    """Give each company one committed unit with code "whose" and the company's slug as its name."""
    with django_db_blocker.unblock():
        for tenant in companies.values():
            with company_context(tenant):
                Unit.objects.create(code="whose", name=tenant.slug)
        yield companies
        for tenant in companies.values():
            with company_context(tenant):
                Unit.objects.filter(code="whose").delete()
