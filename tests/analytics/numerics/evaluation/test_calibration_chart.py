"""Forecasts against what came."""

import numpy as np
import pytest

from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.evaluation.calibration_chart import Pair, standard_error, summarise


def about(value, error, n=50):
    return Estimate(value, value - 1.644854 * error, value + 1.644854 * error, n)


def history(*, plans=30, slope=1.0, seed=1):
    rng = np.random.default_rng(seed)
    truth = rng.uniform(50, 200, size=plans)
    said, came = truth + 10 * rng.normal(size=plans), slope * truth + 15 * rng.normal(size=plans)
    return [Pair(about(f, 10.0), about(o, 15.0)) for f, o in zip(said.tolist(), came.tolist(), strict=True)]


def test_honest_forecasts_are_inside_nine_times_in_ten():
    found = [summarise(history(seed=seed)) for seed in range(40)]

    assert np.mean([one.inside.value for one in found]) == pytest.approx(0.9, abs=0.03)
    assert np.mean([one.slope.low <= 1.0 <= one.slope.high for one in found]) >= 0.8


def test_forecasts_that_promise_twice_too_much_show_in_the_slope():
    found = summarise(history(slope=0.5))

    assert found.slope.value == pytest.approx(0.5, abs=0.05)
    assert found.slope.high < 1.0
    assert found.inside.value < 0.5


def test_plans_that_disagree_widen_the_slope():
    agreeing, scattered = (
        history(),
        [
            Pair(pair.forecast, about(pair.outcome.value * (0.2 if i % 2 else 1.8), 15.0))
            for i, pair in enumerate(history())
        ],
    )

    widths = [(one := summarise(pairs).slope).high - one.low for pairs in (agreeing, scattered)]

    assert widths[1] > 2 * widths[0]


@pytest.mark.parametrize(("plans", "word"), [(0, "no plan"), (2, "2 evaluated plans")])
def test_few_plans_have_no_slope(plans, word):
    assert word in summarise(history(plans=plans)).slope.reason


def test_a_plan_without_a_figure_is_no_pair():
    with pytest.raises(ValueError, match="need a figure"):
        Pair(about(1.0, 1.0), insufficient(0, "no orders"))


def test_plans_without_any_doubt_cannot_be_weighed():
    certain = Estimate(10.0, 10.0, 10.0, 5)

    assert summarise([Pair(certain, certain)] * 3).slope.value is None


def test_no_interval_no_error():
    assert standard_error(insufficient(0, "nothing")) == 0.0
