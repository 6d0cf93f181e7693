"""One series, its past and its controls."""

import numpy as np
import pytest

from analytics.numerics.evaluation.local_level import causal_impact, fit_local_level


def world(rng, *, before=60, after=20, wander=0.1, effect=0.0):
    """Draw a series around a wandering level, with one control that shares its swings."""
    size = before + after
    control = np.cumsum(0.3 * rng.normal(size=size))
    y = 5 + 0.5 * control + np.cumsum(wander * rng.normal(size=size)) + 0.4 * rng.normal(size=size)
    y[before:] += effect
    return y, control


def test_planted_variances_and_coefficient_are_found():
    y, control = world(np.random.default_rng(1), before=3000, after=0)

    found = fit_local_level(y, control)

    assert found.irregular == pytest.approx(0.16, rel=0.15)
    assert found.level == pytest.approx(0.01, rel=0.5)
    assert found.coefficients[0] == pytest.approx(0.5, abs=0.05)


def test_a_planted_effect_is_inside_its_interval():
    found = causal_impact(*(lambda pair: (pair[0], 60, pair[1]))(world(np.random.default_rng(2), effect=2.0)))

    assert found.average.low < 2.0 < found.average.high
    assert found.cumulative.value == pytest.approx(20 * found.average.value)
    assert found.p_value < 0.01


@pytest.mark.parametrize("wander", [0.02, 0.1])
def test_intervals_keep_their_promise(wander):
    rng = np.random.default_rng(3)
    series = [world(rng, wander=wander) for _ in range(200)]

    inside = [(one := causal_impact(y, 60, x).average).low <= 0 <= one.high for y, x in series]

    assert 0.82 <= np.mean(inside) <= 0.99


def test_gaps_are_passed_over():
    y, control = world(np.random.default_rng(4), effect=2.0)
    holes = y.copy()
    holes[[3, 17, 18, 64]] = np.nan

    found = causal_impact(holes, 60, control)

    assert found.average.n == 76
    assert found.average.value == pytest.approx(causal_impact(y, 60, control).average.value, abs=0.3)


def test_shifting_and_scaling_the_series_does_the_same_to_the_effect():
    y, control = world(np.random.default_rng(5), effect=2.0)

    plain, moved = causal_impact(y, 60, control), causal_impact(10 * y + 3, 60, control)

    assert moved.average.value == pytest.approx(10 * plain.average.value)
    assert moved.error == pytest.approx(10 * plain.error)


@pytest.mark.parametrize(
    ("y", "controls", "reason"),
    [
        (np.r_[np.arange(8.0), np.zeros(20)], None, "8 periods before"),
        (np.ones(80), None, "did not move"),
        (np.r_[np.random.default_rng(1).normal(size=60), np.full(20, np.nan)], None, "no period of the plan"),
        (np.random.default_rng(1).normal(size=80), np.ones(80), "a control did not move"),
        (np.random.default_rng(1).normal(size=80), np.outer(np.arange(80.0), [1, 2]), "two controls move as one"),
        (np.random.default_rng(1).normal(size=80), np.full(80, np.nan), "0 periods before"),
    ],
)
def test_series_that_say_nothing_are_refused_in_words(y, controls, reason):
    found = causal_impact(y, 8 if len(y) == 28 else 60, controls)

    assert reason in found.average.reason
    assert found.average.value is found.p_value is None


def test_too_short_a_series_has_no_fit():
    with pytest.raises(ValueError, match="at least three"):
        fit_local_level([1.0, 2.0])
