"""Where answers carry weights, figures are weighted, with the plain ones beside them."""

from datetime import date

import pytest

from analytics.services.scoring.presentation import printed_runs
from analytics.services.scoring.score import score_company
from tests.analytics.chain_facts import chain_company
from tests.analytics.scored import LATER, take_in


@pytest.fixture
def weighted(live_company):
    """The facts of a company whose answers carry weights, and its figures for April."""
    data = chain_company(customers=60, weighted=True)
    take_in(data)
    runs = score_company(company=live_company, now=LATER)
    return data, printed_runs([run for run in runs if run.period.month == 4])[0]


def april(data, field, touchpoint=None):
    return [
        (row[field], row["weight"])
        for row in data["feedback"]
        if row["occurred_at"].startswith("2026-04") and row.get("touchpoint") == touchpoint and field in row
    ]


def test_nps_and_values_are_weighted_with_the_plain_ones_beside(weighted):
    data, period = weighted
    given = april(data, "nps")
    plain = 100 * sum((v >= 9) - (v <= 6) for v, _ in given) / len(given)
    heavy = 100 * sum(w * ((v >= 9) - (v <= 6)) for v, w in given) / sum(w for _, w in given)
    dine = next(t for t in period["touchpoints"] if t["code"] == "dine")
    ratings = april(data, "rating", "dine")

    assert period["company"]["nps"]["value"] == pytest.approx(heavy, abs=1e-9)
    assert period["company"]["unweighted"]["nps"]["value"] == pytest.approx(plain, abs=1e-9)
    weighted_mean = sum(w * (v - 1) for v, w in ratings) / sum(w for _, w in ratings)
    assert dine["value"]["value"] == pytest.approx(10 * weighted_mean, abs=1e-9)
    assert dine["unweighted"]["value"]["value"] == pytest.approx(
        10 * sum(v - 1 for v, _ in ratings) / len(ratings), abs=1e-9
    )
    assert period["company"]["nps"]["n"] == len(given)


def test_running_values_take_the_weights_of_answers_and_their_age(weighted):
    data, period = weighted
    dine = next(t for t in period["touchpoints"] if t["code"] == "dine")
    told = [
        (row["rating"] - 1, row["weight"] * 2 ** (-age / 60))
        for row in data["feedback"]
        if row.get("touchpoint") == "dine"
        and (age := (date(2026, 4, 30) - date.fromisoformat(row["occurred_at"][:10])).days) >= 0
    ]

    running = dine["running_value"]

    assert running["value"] == pytest.approx(10 * sum(w * v for v, w in told) / sum(w for _, w in told), abs=1e-9)
    assert running["n"] == len(told)
    assert running["low"] < running["value"] < running["high"]
