"""EWMA: exact limits, days without answers, leaning scores, excursions."""

import numpy as np
import pytest

from analytics.numerics.monitoring.ewma import autocorrelation_inflation, ewma, excursions, lag_one, standard_scores


def test_limits_start_narrow_and_settle_at_the_formula():
    chart = ewma(np.zeros(60), limit=2.7, lam=0.2)
    day = np.arange(1, 61)

    assert chart.high == pytest.approx(2.7 * np.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * day))))
    assert chart.low == pytest.approx(-chart.high)


def test_a_day_without_answers_changes_nothing():
    with_gap = ewma([1.0, np.nan, 2.0], limit=2.7)
    without = ewma([1.0, 2.0], limit=2.7)

    assert with_gap.values[[0, 2]] == pytest.approx(without.values)
    assert with_gap.high[[0, 2]] == pytest.approx(without.high)
    assert with_gap.side.tolist() == [0, 0, 0]


def test_days_of_any_size_are_on_one_scale():
    z = standard_scores([7.2, 7.2], [25, 100], centre=7.0, variance=4.0, design_effect=1.0)

    assert z.tolist() == pytest.approx([0.5, 1.0])
    assert standard_scores([7.2], [25], centre=7.0, variance=4.0, design_effect=4.0)[0] == pytest.approx(0.25)


@pytest.mark.parametrize("bad", [{"variance": 0.0}, {"variance": 1.0, "design_effect": 0.0}, {"variance": np.nan}])
def test_scores_that_do_not_vary_have_no_standard(bad):
    with pytest.raises(ValueError, match="positive"):
        standard_scores([1.0], [1], centre=0.0, **bad)


def test_limits_lean_where_scores_lean():
    chart = ewma(np.zeros(50), limit=3.0, skew=-1.0)

    assert -chart.low[-1] > chart.high[-1] > 0
    assert -chart.low[0] / chart.high[0] > -chart.low[-1] / chart.high[-1]


def test_many_charts_are_as_good_as_one_each():
    z = np.random.default_rng(1).normal(size=(3, 20))
    together = ewma(z, limit=1.0, skew=0.3)

    for row in range(3):
        alone = ewma(z[row], limit=1.0, skew=0.3)
        assert (together.values[row], together.high[row]) == (pytest.approx(alone.values), pytest.approx(alone.high))


def test_an_excursion_ends_when_the_centre_is_crossed_and_not_before():
    trembling = ewma([9.0, 0.0, 1.0, 0.0, 1.0, -6.0, -20.0], limit=2.7, lam=0.3)

    found = excursions(trembling)

    assert [(one.start, one.side) for one in found] == [(0, 1), (6, -1)]


def test_memory_of_days_is_found_and_widens():
    rng = np.random.default_rng(3)
    z = rng.normal(size=4000)
    for day in range(1, 4000):
        z[day] += 0.4 * z[day - 1]

    assert lag_one(z) == pytest.approx(0.4, abs=0.04)
    settled = ewma(z, limit=3.0).values[200:]
    white = ewma(rng.permutation(z), limit=3.0).values[200:]
    assert settled.std() / white.std() == pytest.approx(autocorrelation_inflation(0.4), rel=0.15)


def test_too_few_days_or_no_spread_have_no_memory():
    assert lag_one([1.0, 2.0, 3.0]) == 0.0
    assert lag_one([1.0] * 20) == 0.0
