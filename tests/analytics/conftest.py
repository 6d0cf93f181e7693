"""Companies whose facts are committed: aggregates tell facts by transaction, so an open one holds nothing yet."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.models.tenant import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.scored import chain_data, in_scored, scored_company, undone
from tests.analytics.shop import in_shop, shop_company, shop_data

__all__ = ["chain_data", "in_scored", "in_shop", "scored_company", "shop_company", "shop_data", "undone"]

_NUMBERS = count(1)


@pytest.fixture
def new_company(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], Tenant]]:
    """Return a function that makes one more company outside any transaction; all are dropped after the test."""
    made: list[Tenant] = []

    def make() -> Tenant:
        company = create_company(
            slug=f"live{next(_NUMBERS)}", name="Live", currency="CNY", timezone="Asia/Shanghai", locale="zh-hans"
        ).company
        made.append(company)
        return company

    with django_db_blocker.unblock():
        yield make
        for company in made:
            delete_company(company=company)


@pytest.fixture
def live_company(new_company: Callable[[], Tenant]) -> Iterator[Tenant]:
    """A company of its own for the test, entered."""
    company = new_company()
    with company_context(company):
        yield company
