"""Money of an improvement, and the improvements that are refused."""

import numpy as np
import pytest

from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.forecast import forecast, forecast_estimate, refusal
from analytics.numerics.returns.moves import effective_uplift
from tests.analytics.numerics.moved import mean_move

POINTS = np.arange(11.0)


@pytest.fixture(scope="module")
def company(world):
    return world(seed=5, customers=4000)


@pytest.fixture(scope="module")
def terms(company):
    fit = company.drivers()
    rows = leave_one_out(company.sums(np.ones(4000)))
    return {"slope": fit.slopes[:, 0], "n_rows": rows, "customers": 4000, "value_fn": company.value()}


def run(company, terms, uplift, function=forecast, **changes):
    return function(company.joint(0), POINTS, POINTS, uplift=uplift, **{**terms, **changes})


def test_no_uplift_is_worth_nothing(company, terms):
    assert run(company, terms, 0.0) == pytest.approx(np.zeros(65), abs=1e-6)


def test_more_uplift_is_worth_more_but_less_than_in_proportion(company, terms):
    half, one, two = (run(company, terms, uplift)[0] for uplift in (0.5, 1.0, 2.0))

    assert 0 < half < one < two < 2.2 * one


def test_a_decline_costs_money(company, terms):
    assert run(company, terms, -1.0)[0] < 0


def test_money_is_proportional_to_customers(company, terms):
    assert run(company, terms, 1.0, customers=8000) == pytest.approx(2 * run(company, terms, 1.0))


def test_money_without_slope_is_nothing(company, terms):
    assert run(company, terms, 1.0, slope=np.zeros(65)) == pytest.approx(np.zeros(65), abs=1e-6)


def test_a_constant_value_is_worth_nothing(company, terms):
    assert run(company, terms, 1.0, value_fn=lambda levels: np.full((65, levels.shape[1]), 7.0)).tolist() == [0.0] * 65


@pytest.mark.parametrize(("uplift", "reason"), [(np.nan, "not a number"), (11.0, "outside")])
def test_senseless_uplifts_are_refused(company, terms, uplift, reason):
    found = run(company, terms, uplift, forecast_estimate)

    assert found.value is None
    assert reason in found.reason


def test_an_uplift_beyond_what_was_seen_is_refused():
    joint = np.zeros((11, 11))
    joint[4:7, 3:8] = 10.0

    assert refusal(joint, POINTS, 1.0) == ""
    assert "outside the observed range" in refusal(joint, POINTS, 3.0)
    assert "outside the observed range" in refusal(joint, POINTS, -3.0)


def test_everybody_at_the_ceiling_is_refused():
    scores, loyalty = np.zeros((11, 11)), np.zeros((11, 11))
    scores[10, 3:8] = 50.0
    loyalty[3:8, 10] = 50.0

    assert "end of the scale" in refusal(scores, POINTS, 1.0)
    assert "loyalty" in refusal(loyalty, POINTS, 1.0)


def test_loyalty_nearly_all_at_the_ceiling_is_refused():
    joint = np.zeros((11, 11))
    joint[3:10, 10] = 1000.0
    joint[3:10, 8:10] = 5.0

    assert "nearly everybody" in refusal(joint, POINTS, 1.0)


def test_a_touchpoint_nobody_met_is_refused():
    assert "nobody" in refusal(np.zeros((11, 11)), POINTS, 1.0)


def test_one_point_is_forecast_near_the_top_and_five_are_not():
    joint = np.zeros((11, 11))
    joint[9:, 3:10] = 20.0

    assert refusal(joint, POINTS, 1.0) == ""
    assert "outside" in refusal(joint, POINTS, 1.5)


@pytest.fixture(scope="module")
def stars():
    """Return joint tables (65, 5, 11) of stars and loyalty, loyalty rising by .4 a score point."""
    rng = np.random.default_rng(8)
    score = np.clip(np.round(rng.normal(7.4, 1.8, 9000) / 2.5), 0, 4).astype(int)
    loyalty = np.clip(np.round(rng.normal(4 + score, 1.5)), 0, 10).astype(int)
    key = rng.integers(0, 64, 9000) * 55 + score * 11 + loyalty
    return leave_one_out(np.bincount(key, minlength=64 * 55).reshape(64, 5, 11).astype(float))


def price(joint, uplift, value_fn=lambda levels: 20 * levels):
    rows = joint.sum(axis=(1, 2))
    return forecast(joint, np.linspace(0, 10, 5), POINTS, np.full(len(joint), 0.4), uplift, rows, 1000, value_fn)


def test_on_stars_one_point_brings_what_those_who_cross_a_step_bring(stars):
    people = stars[0].sum(axis=1)
    expected = 1000 * 20 * 0.4 * mean_move(people, np.linspace(0, 10, 5), 1.0)

    assert price(stars, 1.0)[0] == pytest.approx(expected, rel=0.1)
    assert price(stars, 1.0)[0] > 1000 * 20 * 0.4 * people @ effective_uplift(np.linspace(0, 10, 5), 1.0) / people.sum()


@pytest.mark.parametrize("middle", [-5.0, -2.5, 0.0, 2.5, 5.0])
def test_on_stars_money_does_not_jump_where_an_uplift_fills_whole_steps(stars, middle):
    less, at, more = (price(stars, middle + change)[0] for change in (-0.01, 0.0, 0.01))

    assert less < at < more
    assert more - at == pytest.approx(at - less, rel=0.5)


def test_on_stars_no_uplift_is_worth_exactly_nothing(stars):
    assert price(stars, 0.0).tolist() == [0.0] * 65


@pytest.mark.parametrize("uplift", [-3.0, -1.0, 1.0, 2.5, 7.0])
@pytest.mark.filterwarnings("error")
def test_on_stars_groups_that_are_empty_or_hold_everybody_give_finite_money(stars, uplift):
    groups = np.zeros((4, 5, 11))
    groups[1] = stars[0]

    money = price(leave_one_out(groups), uplift)

    assert np.isfinite(money).all()
    assert money[[1, 3, 4]] == pytest.approx(money[0])
    assert money[2] == 0.0
