"""What a company has of what its plan limits: a person counts once, however many customers were merged into them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from feedback.models import Customer
from feedback.services.intake import ingest_records
from tenants.access import COMMAND, company_context
from tenants.models import Tenant
from tenants.models.plan import LIMITS, Counted, Limit, Plan
from tenants.selectors import usage
from tenants.selectors.usage import LimitReached, require_room, usage_by_company, usage_of
from tenants.services.onboarding import create_company
from tests.tenants.services.test_onboarding import INITECH

pytestmark = pytest.mark.django_db
MOST = 3


def add(*names: str) -> None:
    """Store customers who have nothing in common."""
    ingest_records(
        kind="customers", records=[{"external_id": one} for one in names], received_at=timezone.now(), actor=COMMAND
    )


@pytest.fixture
def initech(monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """A company with room for three: of five customers two were merged into the first, and one was erased."""
    made = create_company(**INITECH).company
    with company_context(made):
        add("a", "b", "c", "d", "e")
        Customer.objects.filter(external_id__in=["b", "c"]).update(merged_into=Customer.objects.get(external_id="a").pk)
        Customer.objects.filter(external_id="e").update(erased_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE feedback_customer")
    monkeypatch.setitem(LIMITS, Plan.STANDARD, LIMITS[Plan.STANDARD] | {Counted.CUSTOMERS: Limit(hard=MOST)})
    monkeypatch.setattr(usage, "_remembered", {})
    return made


def test_customers_who_were_merged_are_not_counted(initech: Tenant) -> None:
    told = {one.counted: one.used for one in usage_of(initech)}
    listed = {one.counted: one.used for one in usage_by_company([initech])[initech.slug]}

    assert told[Counted.CUSTOMERS] == listed[Counted.CUSTOMERS] == 3


def test_before_anybody_is_refused_the_living_are_counted(initech: Tenant) -> None:
    with company_context(initech):
        require_room(company=initech, counted=Counted.CUSTOMERS)
        Customer.objects.filter(external_id="e").update(erased_at=None)
        usage._remembered.clear()

        with pytest.raises(LimitReached, match="allows 3 customers and there are 3"):
            require_room(company=initech, counted=Counted.CUSTOMERS)


def test_a_statistic_that_lags_behind_never_counts_below_nothing() -> None:
    counts = {"feedback_customer": 1, "feedback_customer_merged": 4}

    assert usage._sum(counts, Counted.CUSTOMERS) == 0
