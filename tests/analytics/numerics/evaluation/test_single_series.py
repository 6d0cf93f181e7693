"""Verdicts on plans that treat one series."""

import numpy as np
import pytest

from analytics.numerics.evaluation.placebo import hurdle, placebo_dates, rank_p
from analytics.numerics.evaluation.single_series import evaluate_series


def plan(rng, *, effect=0.0, before=60, after=20):
    """Draw a series with shocks of its own and one control that shares the company's swings."""
    size = before + after
    common = np.cumsum(0.2 * rng.normal(size=size))
    shock = np.zeros(size)
    for period in range(1, size):
        shock[period] = 0.5 * shock[period - 1] + 0.3 * rng.normal()
    y = 7 + common + shock + 0.5 * rng.normal(size=size)
    y[before:] += effect
    return y, 6 + common + 0.3 * rng.normal(size=size), before


def verdicts(runs, seed=3, **world):
    rng = np.random.default_rng(seed)
    return [evaluate_series(*plan(rng, **world)) for _ in range(runs)]


@pytest.mark.slow
def test_nothing_is_hardly_ever_praised_and_the_detectable_effect_is_found():
    nothing = verdicts(150)
    size = np.median([one.smallest_detectable for one in nothing])
    something = verdicts(80, seed=4, effect=size)

    assert np.mean([one.verdict == "worked" for one in nothing]) <= 0.05
    assert np.mean([one.verdict == "worked" for one in something]) >= 0.8


def test_an_effect_and_a_harm_are_told_apart():
    assert [one.verdict for one in verdicts(4, effect=3.0)].count("worked") >= 3
    assert [one.verdict for one in verdicts(4, effect=-3.0)].count("harmed") >= 3


def test_without_controls_nobody_can_tell():
    y, _, before = plan(np.random.default_rng(1), effect=5.0)

    found = evaluate_series(y, None, before)

    assert found.verdict == "cannot_tell"
    assert "no control series" in found.reason


def test_too_short_a_past_gives_the_effect_but_no_verdict():
    found = evaluate_series(*plan(np.random.default_rng(1), effect=5.0, before=30))

    assert found.verdict == "cannot_tell"
    assert "dates before the plan" in found.reason
    assert found.effect.low < 5.0 < found.effect.high


def test_a_past_of_a_few_periods_gives_nothing():
    found = evaluate_series(*plan(np.random.default_rng(1), effect=5.0, before=6))

    assert found.effect.value is None
    assert "6 periods before the plan" in found.reason


def test_placebos_stay_clear_of_the_plan():
    dates = placebo_dates(60, 30, least_before=20)

    assert dates[0] == 20
    assert dates[-1] + 20 == 60


def test_what_exceeds_the_hurdle_has_a_small_rank():
    sizes = np.random.default_rng(1).normal(size=40)

    assert rank_p(hurdle(sizes, 0.05) * 1.01, sizes) <= 0.05
    assert rank_p(hurdle(sizes, 0.05) * 0.99, sizes) > 0.05
