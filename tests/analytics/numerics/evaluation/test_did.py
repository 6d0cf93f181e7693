"""Verdicts on plans, most of which must not be praised."""

from collections import Counter

import numpy as np
import pytest

from analytics.numerics.evaluation.did import difference_in_differences
from analytics.numerics.evaluation.did_cells import Cell, cell_difference

PLANS = 300
PRE, POST = 6, 3


def plan(rng, *, effect=0.0, pick="random", units=24, arm=8, answers=40):
    """Draw stores with lasting levels, monthly shocks and noisy answers; treat `arm` of them from month 6 on."""
    level = 7 + 0.4 * rng.normal(size=units)
    shock = np.zeros((units, PRE + POST))
    for month in range(PRE + POST):
        shock[:, month] = 0.5 * shock[:, month - 1] * (month > 0) + 0.15 * rng.normal(size=units)
    n = 1 + rng.poisson(answers, size=shock.shape)
    mean = level[:, None] + shock + 0.05 * np.arange(PRE + POST) + 2.2 * rng.normal(size=shock.shape) / np.sqrt(n)
    looks = {
        "random": rng.random(units),
        "worst": mean[:, :PRE].mean(axis=1),
        "worst lately": mean[:, PRE - 1],
        "worst quarter": mean[:, PRE - 3 : PRE].mean(axis=1),
    }[pick]
    treated = np.isin(np.arange(units), np.argsort(looks)[:arm])
    mean[treated, PRE:] += effect
    return n, mean * n, treated


def verdicts(plans=PLANS, seed=5, **world):
    rng = np.random.default_rng(seed)
    return [difference_in_differences(*plan(rng, **world), PRE) for _ in range(plans)]


@pytest.mark.slow
@pytest.mark.parametrize("pick", ["random", "worst", "worst lately", "worst quarter"])
def test_plans_without_effect_are_hardly_ever_praised(pick):
    found = verdicts(pick=pick)

    counts = Counter(evaluation.verdict for evaluation in found)
    inside = np.mean([e.effect.low <= 0.0 <= e.effect.high for e in found])
    assert counts["worked"] <= 0.05 * PLANS
    assert counts["harmed"] <= 0.05 * PLANS
    assert 0.84 <= inside <= 0.97


def test_plain_comparison_praises_the_worst_stores():
    rng = np.random.default_rng(5)
    praised = 0
    for _ in range(100):
        n, total, treated = plan(rng, pick="worst lately", answers=15)
        praised += difference_in_differences(n, total, treated, PRE).plain.low > 0

    assert praised > 10  # why the level before the plan is adjusted for


def test_an_effect_of_the_size_the_power_statement_names_is_found():
    size = np.median([e.smallest_detectable for e in verdicts(60)])

    found = verdicts(100, effect=size)

    assert np.mean([e.verdict == "worked" for e in found]) >= 0.8
    assert np.mean([e.effect.value for e in found]) == pytest.approx(size, abs=0.06)


def test_harm_is_called_harm():
    assert np.mean([e.verdict == "harmed" for e in verdicts(60, effect=-0.6)]) >= 0.8


@pytest.mark.parametrize(("units", "arm", "reason"), [(12, 1, "1 treated unit:"), (12, 11, "1 control unit:")])
def test_one_unit_in_an_arm_cannot_tell(units, arm, reason):
    found = difference_in_differences(*plan(np.random.default_rng(1), units=units, arm=arm, effect=3.0), PRE)

    assert found.verdict == "cannot_tell"
    assert reason in found.reason
    assert found.effect.value is None


@pytest.mark.parametrize("arm", [0, 12])
def test_nobody_or_everybody_treated_cannot_tell(arm):
    found = difference_in_differences(*plan(np.random.default_rng(1), units=12, arm=arm), PRE)

    assert found.verdict == "cannot_tell"


def test_four_units_cannot_tell_whatever_the_effect():
    found = difference_in_differences(*plan(np.random.default_rng(1), units=4, arm=2, effect=3.0), PRE)

    assert found.verdict == "cannot_tell"
    assert found.effect.value == pytest.approx(3.0, abs=0.8)


def test_units_that_were_rising_already_cannot_tell():
    rng = np.random.default_rng(2)
    n, total, treated = plan(rng, answers=400)
    total[treated] += n[treated] * np.where(np.arange(PRE + POST) >= PRE // 2, 1.0, 0.0)
    total[treated, PRE:] += n[treated, PRE:] * 1.0

    found = difference_in_differences(n, total, treated, PRE)

    assert found.placebo_p <= 0.05
    assert found.verdict == "cannot_tell"


def test_rising_arms_show_in_the_pre_trend():
    n, total, treated = plan(np.random.default_rng(2), answers=400)
    total[treated] += n[treated] * 0.3 * np.arange(PRE + POST)

    assert difference_in_differences(n, total, treated, PRE).pre_trend_p < 0.01


def test_adding_a_constant_or_a_season_changes_nothing():
    n, total, treated = plan(np.random.default_rng(3), effect=0.4)
    n = np.full_like(n, 40)
    season = 2.0 + np.sin(np.arange(PRE + POST))

    plain, shifted = (difference_in_differences(n, sums, treated, PRE) for sums in (total, total + n * season))

    assert shifted.effect.value == pytest.approx(plain.effect.value)
    assert shifted.verdict == plain.verdict


def test_units_seen_on_one_side_only_are_left_out():
    n, total, treated = plan(np.random.default_rng(4))
    wider = np.vstack([n, np.where(np.arange(PRE + POST) < PRE, 50, 0)])

    found = difference_in_differences(wider, np.vstack([total, 9 * wider[-1]]), np.append(treated, True), PRE)

    assert found == difference_in_differences(n, total, treated, PRE)


def test_one_period_on_each_side_has_no_placebo():
    n, total, treated = plan(np.random.default_rng(4))

    found = difference_in_differences(n[:, PRE - 1 : PRE + 1], total[:, PRE - 1 : PRE + 1], treated, 1)

    assert found.placebo_p is None
    assert found.pre_trend_p is None
    assert found.effect.value is not None


def test_equal_units_agree_with_cell_means():
    n, total, treated = plan(np.random.default_rng(6), units=6, arm=3)
    n, total = np.full_like(n, 40), total / n * 40
    cells = [
        Cell(float(n[arm][:, side].sum()), float(total[arm][:, side].sum()), 1e9)
        for arm in (~treated, treated)
        for side in (slice(0, PRE), slice(PRE, None))
    ]

    found = difference_in_differences(n, total, treated, PRE)

    assert found.plain.value == pytest.approx(cell_difference(*cells).value)
