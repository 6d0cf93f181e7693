"""What-if: joint draws of gain and causal discount."""

import json
from dataclasses import fields

import numpy as np
import pytest

from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.roi import (
    draw_causal_discount,
    months_to_pay_back,
    net_present_value,
    realised,
    what_if,
)

TERMS = {"n": 500, "horizon": 12, "discount": 0.01, "seed": 7}


def gains(mean=1000.0, sd=100.0):
    rng = np.random.default_rng(2)
    groups = mean / 64 + sd / 8 * rng.normal(size=64)
    groups += mean / 64 - groups.mean()
    return leave_one_out(groups) * np.array([1.0] + [64 / 63] * 64)


def test_equal_seeds_give_equal_answers():
    assert what_if(gains(), cost=300.0, **TERMS) == what_if(gains(), cost=300.0, **TERMS)
    assert what_if(gains(), cost=300.0, **TERMS) != what_if(gains(), cost=300.0, **{**TERMS, "seed": 8})


def test_a_certain_discount_scales_the_gain():
    found = what_if(gains(sd=1e-6), cost=200.0, kappa_mean=0.4, kappa_sd=0.0, **TERMS)

    assert found.delta_equity.value == pytest.approx(400.0)
    assert found.npv.value == pytest.approx(200.0)
    assert found.roi.value == pytest.approx(1.0)
    assert found.p_npv_positive == 1.0


def test_the_prior_is_cut_to_0_and_1():
    draws = draw_causal_discount(np.random.default_rng(1), 5000, mean=0.5, sd=0.25)

    assert draws.min() > 0
    assert draws.max() <= 1
    assert draws.mean() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 0.0), (1.5, 0.0), (0.5, -0.1), (float("nan"), 0.1)])
def test_senseless_priors_are_refused(mean, sd):
    with pytest.raises(ValueError, match="causal discount"):
        draw_causal_discount(np.random.default_rng(1), 10, mean=mean, sd=sd)


@pytest.mark.parametrize(("mean", "low", "high"), [(1.4, 0.8, 1.0), (-0.4, 0.0, 0.2)])
def test_what_plans_teach_may_lie_outside_and_is_cut(mean, low, high):
    draws = draw_causal_discount(np.random.default_rng(1), 5000, mean=mean, sd=0.1)

    assert low < draws.mean() < high
    assert draws.min() >= 0
    assert draws.max() <= 1


def test_the_gain_before_the_discount_is_told_too():
    found = what_if(gains(), cost=200.0, **TERMS).gain

    assert found.value == pytest.approx(1000.0)
    assert found.high - found.low == pytest.approx(2 * 1.669 * 100, rel=0.2)


def test_doubt_about_cause_widens_the_interval():
    certain = what_if(gains(), cost=300.0, kappa_sd=0.0, **TERMS).npv
    doubtful = what_if(gains(), cost=300.0, **TERMS).npv

    assert doubtful.high - doubtful.low > 2 * (certain.high - certain.low)


def test_money_that_never_comes_back_has_no_payback_time():
    found = what_if(gains(), cost=5000.0, **TERMS)

    assert found.payback_months.value is None
    assert "12 months" in found.payback_months.reason
    assert found.p_npv_positive == 0.0


def test_some_draws_that_never_pay_back_leave_the_upper_end_open():
    found = what_if(gains(), cost=350.0, **TERMS)

    assert found.payback_months.value is not None
    assert found.payback_months.high is None


def test_a_free_plan_has_no_ratio():
    found = what_if(gains(), cost=0.0, **TERMS)

    assert found.roi.value is None
    assert found.npv.value == pytest.approx(found.delta_equity.value)


@pytest.mark.parametrize("changes", [{"cost": -1.0}, {"cost": 1.0, "horizon": 0}])
def test_senseless_plans_are_refused(changes):
    with pytest.raises(ValueError, match="cost"):
        what_if(gains(), **{**TERMS, **changes})


def test_losses_are_losses():
    found = what_if(-gains(), cost=100.0, **TERMS)

    assert found.delta_equity.high < 0
    assert found.p_npv_positive == 0.0


@pytest.mark.parametrize("gain", [[np.nan] * 65, [1.0], [0.0] * 65])
def test_unusable_forecasts_never_print_nan(gain):
    found = what_if(gain, cost=100.0, **TERMS)

    for field in fields(found):
        figure = getattr(found, field.name)
        json.dumps(figure.as_json() if isinstance(figure, Estimate) else figure, allow_nan=False)


def test_benefits_month_by_month_have_the_present_value_of_the_gain():
    month = months_to_pay_back([1200.0], cost=600.0, horizon=12, discount=0.02)[0]
    flow = 1200.0 / sum(1.02**-t for t in range(1, 13))

    earned = [net_present_value(0.02, [0.0] + [flow] * int(months)) for months in (month - 1, month)]

    assert earned[0] < 600.0 <= earned[1]


def test_what_came_is_set_against_the_cost_with_the_doubt_of_the_money():
    money = Estimate(30.0, None, 55.0, 12, "provisional", "few", "did")

    found = realised(money, cost=20.0)

    assert (found.value, found.low, found.high) == (0.5, None, 1.75)
    assert (found.n, found.status, found.reason, found.method) == (12, "provisional", "few", "did")


def test_without_money_or_cost_nothing_is_set_against_the_cost():
    unknown = insufficient(3, "3 answers")

    assert realised(unknown, cost=20.0) == unknown
    assert realised(Estimate(30.0, 5.0, 55.0, 12), cost=0.0).reason == (
        "the plan costs nothing, so there is no ratio to its cost"
    )
    with pytest.raises(ValueError, match="negative"):
        realised(unknown, cost=-1.0)
