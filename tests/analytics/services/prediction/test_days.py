"""Which days customers are described as of."""

from datetime import UTC, datetime

from analytics.aggregates.months import parse
from analytics.models.settings import Settings
from analytics.services.prediction.days import as_of, days_of

SETTINGS = Settings(timezone="Asia/Shanghai", prediction_months=3)
FIRST = datetime(2024, 12, 31, 20, tzinfo=UTC)  # the first of January in Shanghai


def months(days):
    return [f"{day:%Y-%m-%d}" for day in days]


def test_days_go_back_in_steps_of_the_horizon():
    found = days_of(parse("2026-03"), settings=SETTINGS, first_order=FIRST)

    assert months((*found.past, found.judged, found.predicted)) == [
        "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01",
    ]  # fmt: skip
    assert found.predicted.utcoffset().total_seconds() == 8 * 3600


def test_a_day_to_learn_from_needs_a_horizon_of_orders_before_it():
    found = days_of(parse("2025-09"), settings=SETTINGS, first_order=FIRST)

    assert months(found.past) == ["2025-04-01"]


def test_a_day_asks_for_what_was_known_and_what_followed():
    day = days_of(parse("2026-03"), settings=SETTINGS, first_order=FIRST).judged

    found = as_of(day, settings=SETTINGS, follow=True, buyers_only=True)

    assert months((found.recent, found.cutoff, found.until)) == ["2025-10-01", "2026-01-01", "2026-04-01"]


def test_many_customers_are_thinned_to_a_hundred_thousand():
    day = days_of(parse("2026-03"), settings=SETTINGS, first_order=FIRST).judged

    assert as_of(day, settings=SETTINGS, customers=100_000, buyers_only=True).every == 1
    assert as_of(day, settings=SETTINGS, customers=950_000, buyers_only=True).every == 10
