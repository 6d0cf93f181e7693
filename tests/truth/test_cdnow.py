"""CDNOW's customers, imported and scored: the published models, and what they expected against what came."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analytics.models.score_run import ScoreRun
from analytics.services.customer_values import value_customers
from analytics.services.scoring.score import score_company
from analytics.services.scoring.span import Span
from analytics.services.settings import change_settings
from analytics.services.verify import verify_aggregates
from feedback.models import Customer
from tests.analytics.conftest import live_company, new_company
from tests.analytics.facts import ingest

__all__ = ["live_company", "new_company"]

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "cdnow" / "cdnow_sample_2357.csv.gz"
SEPTEMBER = 1997 * 12 + 8
LAST = date(1997, 9, 30)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.is_file(), reason="the public data sets are not beside this checkout"),
]


@pytest.fixture
def purchases():
    """Return who bought on which day for how much."""
    with gzip.open(FILE, "rt", newline="") as stream:
        return [
            (row["sample_id"], datetime.strptime(row["date"], "%Y%m%d").replace(tzinfo=UTC).date(), row["dollars"])
            for row in csv.DictReader(stream)
        ]


@pytest.fixture
def scored(live_company, purchases):
    """Return the company as scored for September 1997, with nine months ahead."""
    change_settings(
        company=live_company, changes={"business": "noncontractual", "margin_rate": 0.3, "horizon_months": 9}
    )
    records = [
        {"external_id": str(number), "customer": who, "occurred_at": f"{day}T12:00:00+08:00", "amount": money}
        for number, (who, day, money) in enumerate(purchases)
    ]
    for start in range(0, len(records), 2000):
        ingest("orders", records[start : start + 2000])
    span = Span.of_months(SEPTEMBER, SEPTEMBER)
    score_company(company=live_company, now=datetime(2026, 1, 1, tzinfo=UTC), span=span)
    return live_company


def days_of(purchases):
    days = defaultdict(set)
    for who, day, _ in purchases:
        days[who].add(day)
    return days


def test_cdnow_is_fitted_as_published_and_its_next_nine_months_are_foreseen(scored, purchases):
    run = ScoreRun.objects.get(is_current=True)
    base, days = run.results["customer_base"], days_of(purchases)

    found = base["models"]["purchases"]["parameters"]
    assert base["buyers"] == 2357
    assert found["r"] == pytest.approx(0.243, rel=0.01)
    assert found["alpha"] / 7 == pytest.approx(4.414, rel=0.01)
    assert found["a"] == pytest.approx(0.793, rel=0.02)
    assert found["b"] == pytest.approx(2.426, rel=0.02)
    spend = base["models"]["spend"]
    assert spend["parameters"]["p"] == pytest.approx(6.25, rel=0.02)
    assert spend["parameters"]["q"] == pytest.approx(3.74, rel=0.02)
    assert "spend more at a time" in spend["warning"]

    came = sum(day > LAST for own in days.values() for day in own)
    assert base["expected_orders"]["value"] == pytest.approx(came, rel=0.15)

    everybody = value_customers(company=scored, run=run)
    names = dict(Customer.objects.values_list("pk", "external_id"))
    best = sum(day > LAST for one in everybody[:236] for day in days[names[one.customer]])
    assert best > 0.4 * came  # the first tenth by lifetime value
    back = [any(day > LAST for day in days[names[one.customer]]) for one in everybody]
    gone = [came for came, one in zip(back, everybody, strict=True) if one.active.value < 0.2]
    here = [came for came, one in zip(back, everybody, strict=True) if one.repeats and one.active.value > 0.8]
    assert len(gone) > 50
    assert sum(gone) / len(gone) < 0.6 * sum(here) / len(here)

    assert verify_aggregates(company=scored).differences == ()
