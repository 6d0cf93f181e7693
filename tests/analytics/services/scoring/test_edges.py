"""Odd data give "insufficient" with a reason, or a figure; never a crash, a NaN or a number below the minimum."""

import random

import pytest

from analytics.services.scoring.hashing import canonical
from analytics.services.scoring.score import score_company
from tenants.access import company_context
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.facts import ingest
from tests.analytics.scored import LATER

PEOPLE = 40
ODD = ["constant", "collinear", "ceiling", "losses", "anonymous", "single", "no_orders", "same_loyalty", "one_person"]
FIGURES = ("value", "nps", "csat", "ces", "reach", "importance", "slope", "return_per_point", "value_at_stake")


def scores(kind, rng):
    """Return loyalty and two touchpoints' scores of one person in an odd world."""
    one, other = rng.randint(2, 9), rng.randint(2, 9)
    loyalty = max(0, min(10, one + rng.randint(-1, 1)))
    if kind == "constant":
        return loyalty, one, 7
    if kind == "collinear":
        return loyalty, one, one
    if kind == "ceiling":
        return 10, 10, 10
    if kind == "same_loyalty":
        return 8, one, other
    return loyalty, one, other


def odd_facts(kind, year):
    """Return answers and orders of three months of an odd world."""
    rng = random.Random(kind)
    feedback, orders = [], []
    people = {"single": 1, "one_person": 1}.get(kind, PEOPLE)
    for month in (1, 2, 3) if kind != "single" else (3,):
        for person in range(people):
            loyalty, one, other = scores(kind, rng)
            name = "" if kind == "anonymous" else f"{kind}{person}"
            key = f"{kind}-{person}-{month}"
            at = f"{year}-0{month}-11T08:00:00+08:00"
            row = {"response": key, "customer": name, "occurred_at": at, "channel": kind, "unit": kind}
            feedback.append({**row, "external_id": key, "nps": loyalty})
            feedback.append({**row, "external_id": f"{key}-a", "touchpoint": "a", "rating": one + 1, "rating_max": 11})
            feedback.append(
                {**row, "external_id": f"{key}-b", "touchpoint": "b", "rating": other + 1, "rating_max": 11}
            )
            if name and kind != "no_orders" and rng.random() < 0.5:
                amount = rng.randint(10, 90)
                margin = -amount if kind == "losses" else amount / 4
                order = {"external_id": key, "customer": name, "occurred_at": f"{year}-0{month}-25T08:00:00+08:00"}
                orders.append({**order, "amount": amount, "margin": margin})
    return feedback, orders


@pytest.fixture(scope="module")
def odd_runs(companies, django_db_blocker):
    """One company; each odd world lives in the first months of a year of its own."""
    with django_db_blocker.unblock():
        company = create_company(slug="odd", name="Odd", currency="JPY", timezone="Asia/Tokyo", locale="en").company
        with company_context(company):
            for number, kind in enumerate(ODD):
                feedback, orders = odd_facts(kind, 2008 + 2 * number)
                ingest("feedback", feedback)
                if orders:
                    ingest("orders", orders)
            runs = {f"{run.period:%Y-%m}": run for run in score_company(company=company, now=LATER)}
        yield {kind: runs[f"{2008 + 2 * number}-03"] for number, kind in enumerate(ODD)}
        delete_company(company=company)


@pytest.fixture
def odd_periods(odd_runs):
    """The run of the last month of each odd world, by its name."""
    return odd_runs


@pytest.fixture(params=ODD)
def odd(request, odd_periods):
    return request.param, odd_periods[request.param].results


def by_code(results):
    return {touchpoint["code"]: touchpoint for touchpoint in results["touchpoints"]}


def test_figures_are_finite_and_gaps_have_reasons(odd):
    _, results = odd

    assert canonical(results)
    for touchpoint in results["touchpoints"]:
        for name in FIGURES:
            found = touchpoint[name]
            assert found["value"] is not None or found["reason"], (touchpoint["code"], name)


def test_intervals_hold_their_value(odd):
    _, results = odd
    found = [t[name] for t in results["touchpoints"] for name in FIGURES] + [
        results["company"][name] for name in ("value", "nps", "loyalty", "return_index", "return_per_point")
    ]

    for figure in found:
        if figure["value"] is not None and figure["low"] is not None:
            assert figure["low"] <= figure["value"] + 1e-9
            assert figure["value"] <= figure["high"] + 1e-9


def test_constant_scores_have_no_slope(odd_periods):
    found = by_code(odd_periods["constant"].results)

    assert found["b"]["slope"]["reason"] == "every answer is the same"
    assert found["a"]["slope"]["value"] > 0.5


def test_touchpoints_that_move_together_have_no_slopes_of_their_own(odd_periods):
    found = by_code(odd_periods["collinear"].results)

    assert "exact combination" in found["b"]["slope"]["reason"]
    assert "exact combination" in found["a"]["slope"]["reason"]


def test_everybody_at_the_ceiling_is_said_so(odd_periods):
    found = by_code(odd_periods["ceiling"].results)

    assert found["a"]["slope"]["reason"] == "everybody is at the ceiling"
    assert found["a"]["value"]["value"] == 100


def test_customers_who_lose_money_have_no_return(odd_periods):
    found = by_code(odd_periods["losses"].results)["a"]["return_per_point"]

    assert found["value"] is None
    assert "lose money" in found["reason"]


def test_anonymous_answers_have_slopes_but_no_return(odd_periods):
    results = odd_periods["anonymous"].results
    found = by_code(results)["a"]

    assert found["slope"]["value"] > 0.5
    assert found["return_per_point"]["value"] is None
    assert results["company"]["customers"] == 0


def test_one_answer_is_below_the_minimum(odd_periods):
    run = odd_periods["single"]

    assert run.status == "insufficient"
    assert run.reason == "no figure of the company has enough answers"
    assert run.results["company"]["nps"]["reason"] == "1 answers, at least 30 are needed"


def test_nobody_who_buys_again_leaves_the_return_open(odd_periods):
    found = by_code(odd_periods["no_orders"].results)["a"]["return_per_point"]

    assert "bought again" in found["reason"]


def test_yen_have_no_minor_unit(odd_periods):
    assert (
        odd_periods["constant"].results["sales"]["gross"]
        == int(odd_periods["constant"].results["sales"]["gross"])
        > 100
    )
