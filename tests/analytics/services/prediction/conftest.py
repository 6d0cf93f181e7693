"""A company with a year of orders, stored once; each test sees it in a transaction of its own."""

from itertools import count

import pytest
from django.db import transaction

from analytics.services.settings import change_settings
from tenants.access import company_context
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.services.prediction.buyers import buyers, take_in

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def year_of_orders():
    """The facts of the company, as they are."""
    return buyers()


@pytest.fixture(scope="module")
def buying_company(companies, year_of_orders, django_db_blocker):
    """The company; its rows are committed, and only to be changed inside `in_buying`."""
    with django_db_blocker.unblock():
        made = create_company(
            slug=f"buying{next(_NUMBERS)}", name="Buying", currency="CNY", timezone="Asia/Shanghai", locale="en"
        )
        with company_context(made.company):
            take_in(year_of_orders)
            change_settings(company=made.company, changes={"prediction_months": 2})
        yield made.company
        delete_company(company=made.company)


@pytest.fixture
def in_buying(buying_company, db):
    """Run the test inside the company; whatever it changes is rolled back."""
    with company_context(buying_company), transaction.atomic():
        yield buying_company
