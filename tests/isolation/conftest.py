"""Rows that say whose they are, committed so that every thread and process sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.members.models import Unit
from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company, ensure_operator
from tests.isolation.planted import Planted, Strangers, fingerprint, plant
from tests.isolation.rows import acme_rows

__all__ = ["acme_rows"]


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


@pytest.fixture(scope="module")
def planted(
    companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Planted]]:
    """Two companies full of committed facts, scores, plans, keys and jobs; acme's name is what a stranger looks for.

    They are not the session's acme and globex, which other tests want empty.
    """
    made = {}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "RUN_DIR", tmp_path_factory.mktemp("run"))
        for number, name in enumerate(("globex", "acme"), 1):
            company = create_company(
                slug=f"{name}-full", name="Full", industry="none", currency="CNY", timezone="Asia/Shanghai",
                locale="en",
            ).company  # fmt: skip
            folder = tmp_path_factory.mktemp(name)
            made[name] = plant(company, mark=f"{name}own", seed=number, folder=folder)
        yield made
        for one in made.values():
            delete_company(company=one.company)


@pytest.fixture
def stranger(planted: dict[str, Planted], db: None) -> Iterator[Strangers]:
    """Acme's names in globex's hands. Whatever the test did, nothing of acme is different afterwards."""
    pair = Strangers(mine=planted["globex"], theirs=planted["acme"])
    before = fingerprint(pair.theirs.company)
    assert {"feedback_order", "analytics_cell", "public.tenants_tenant", str(pair.theirs.errors)} <= set(before)
    yield pair
    after = fingerprint(pair.theirs.company)
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()


@pytest.fixture(scope="module")
def operator(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Tenant:
    """The operator, who has a schema like any company."""
    with django_db_blocker.unblock():
        return ensure_operator().company
