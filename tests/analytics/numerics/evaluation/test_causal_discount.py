"""The causal discount learns from plans."""

import numpy as np
import pytest

from analytics.numerics.evaluation.causal_discount import Outcome, learn_discount

PRIOR = {"mean": 0.5, "sd": 0.25}


def history(kappa, *, plans=40, seed=1, doubt=20.0, forecast_doubt=10.0):
    """Draw plans of different size whose money is kappa times what was truly to be expected."""
    rng = np.random.default_rng(seed)
    truth = rng.uniform(40, 250, size=plans)
    forecasts = truth + forecast_doubt * rng.normal(size=plans)
    outcomes = kappa * truth + doubt * rng.normal(size=plans)
    return [Outcome(f, forecast_doubt, o, doubt) for f, o in zip(forecasts.tolist(), outcomes.tolist(), strict=True)]


def test_without_plans_the_prior_stands():
    found = learn_discount([], **PRIOR)

    assert (found.mean, found.sd) == (0.5, 0.25)
    assert found.kappa.value == pytest.approx(0.5)
    assert found.from_plans.value is None


@pytest.mark.parametrize("kappa", [0.1, 0.3, 0.8])
def test_the_true_discount_is_recovered(kappa):
    found = [learn_discount(history(kappa, seed=seed), **PRIOR) for seed in range(60)]

    assert np.mean([one.kappa.value for one in found]) == pytest.approx(kappa, abs=0.02)
    assert np.mean([one.kappa.low <= kappa <= one.kappa.high for one in found]) >= 0.8


def test_doubtful_forecasts_do_not_pull_the_discount_down():
    found = [learn_discount(history(0.8, seed=s, forecast_doubt=60.0, doubt=5.0), **PRIOR) for s in range(60)]

    assert np.mean([one.from_plans.value for one in found]) == pytest.approx(0.8, abs=0.08)


def test_precise_plans_weigh_more():
    sharp, vague = Outcome(100.0, 1.0, 20.0, 2.0), Outcome(100.0, 1.0, 90.0, 80.0)

    assert learn_discount([sharp, vague], **PRIOR).kappa.value == pytest.approx(0.2, abs=0.02)


def test_the_order_of_plans_does_not_matter():
    plans = history(0.3)

    assert learn_discount(plans, **PRIOR).mean == pytest.approx(learn_discount(plans[::-1], **PRIOR).mean)


def test_plans_that_bring_more_than_forecast_are_cut_at_one_and_said_so():
    found = learn_discount(history(1.6), **PRIOR)

    assert found.kappa.high <= 1.0
    assert found.from_plans.value == pytest.approx(1.6, abs=0.1)
    assert found.p_too_low > 0.99
    assert found.p_too_low + found.p_too_high == pytest.approx(1.0)


def test_plans_that_cost_money_bring_the_discount_near_zero():
    found = learn_discount(history(-0.5), **PRIOR)

    assert 0 <= found.kappa.low < found.kappa.high < 0.05
    assert found.from_plans.value < 0


def test_a_plan_without_a_forecast_of_money_teaches_nothing():
    found = learn_discount([Outcome(0.0, 0.0, 50.0, 10.0)], **PRIOR)

    assert found.mean == pytest.approx(0.5)
    assert found.from_plans.value is None


@pytest.mark.parametrize("plan", [Outcome(1.0, 1.0, 1.0, 0.0), Outcome(float("nan"), 1.0, 1.0, 1.0)])
def test_senseless_plans_are_refused(plan):
    with pytest.raises(ValueError, match="finite money and a standard error"):
        learn_discount([plan], **PRIOR)


def test_forecasts_that_are_all_doubt_teach_nothing():
    found = learn_discount([Outcome(5.0, 50.0, 1.0, 1.0)], **PRIOR)

    assert found.sd == pytest.approx(0.25)
    assert "cannot be told from zero" in found.from_plans.reason


def test_a_prior_without_spread_is_refused():
    with pytest.raises(ValueError, match="standard deviation"):
        learn_discount([], mean=0.5, sd=0.0)
