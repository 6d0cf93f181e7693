"""A shop without contracts, ingested and scored once for all tests that only read."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from analytics.services.scoring.score import score_company
from analytics.services.scoring.span import Span
from analytics.services.settings import change_settings
from tenants.access import company_context
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.scored import take_in

NOW = datetime(2026, 9, 1, tzinfo=UTC)
LAST = date(2026, 6, 30)
JUNE = 2026 * 12 + 5
CUSTOMERS = 320
_NUMBERS = count(1)


def shop_facts(seed=5, customers=CUSTOMERS):
    """Return customers won from January 2025 on, who buy the more often the more loyal they are."""
    rng = random.Random(seed)
    orders, feedback = [], []
    for number in range(customers):
        who, level = f"c{number}", rng.choice([3, 5, 6, 7, 8, 9, 10])
        day = date(2025, 1, 1) + timedelta(days=rng.randrange(480))
        pace, stop, taste = (
            rng.gammavariate(1.0, 1 / 40) * 1.15 ** (level - 7),
            rng.betavariate(1, 5),
            rng.gauss(0, 0.4),
        )
        told = max(day, date(2025, 8, 1)) + timedelta(days=rng.randrange(60))
        while day <= LAST:
            amount = round(40 * 2.718 ** (taste + rng.gauss(0, 0.3)), 2)
            at = f"{day}T{rng.randint(9, 20):02d}:00:00+08:00"
            order = {"external_id": f"o{len(orders)}", "customer": who, "occurred_at": at, "amount": amount}
            if number % 6 == 5:
                order["referred_by"] = "c0"
            orders.append(order)
            if rng.random() < stop:
                break
            day += timedelta(days=1 + int(rng.expovariate(max(pace, 1e-4))))
        answer = {"response": f"r{number}", "customer": who, "occurred_at": f"{told}T12:00:00+08:00"}
        feedback.append({**answer, "external_id": f"f{number}", "nps": level})
        score = min(10, max(0, level + rng.choice([-2, -1, 0, 0, 1])))
        feedback.append({**answer, "external_id": f"t{number}", "touchpoint": "desk", "nps": score})
    people = [
        {"external_id": f"c{number}", "attr.segment": "gold" if number % 2 else "new"} for number in range(customers)
    ]
    people.append({"external_id": "nobody"})
    return {"customers": people, "orders": orders, "feedback": feedback}


@pytest.fixture(scope="session")
def shop_data():
    """The facts of the shop, as they are."""
    return shop_facts()


@pytest.fixture(scope="session")
def shop_company(companies, shop_data, django_db_blocker):
    """The shop, scored for June 2026; only to be read."""
    with django_db_blocker.unblock():
        slug = f"shop{next(_NUMBERS)}"
        made = create_company(slug=slug, name="Shop", currency="CNY", timezone="Asia/Shanghai", locale="en")
        with company_context(made.company):
            change_settings(company=made.company, changes={"business": "noncontractual", "margin_rate": 0.4})
            take_in(shop_data)
            score_company(company=made.company, now=NOW, span=Span.of_months(JUNE, JUNE))
        yield made.company
        delete_company(company=made.company)


@pytest.fixture
def in_shop(shop_company, django_db_blocker):
    """Run the test inside the shop."""
    with django_db_blocker.unblock(), company_context(shop_company):
        yield shop_company
