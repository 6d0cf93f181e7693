"""Staggered roll-outs from cell means."""

import numpy as np
import pytest

from analytics.numerics.evaluation.callaway_santanna import aggregate, callaway_santanna, group_time_effects

STARTS = np.array([2, 4, -1])
T = 6


def units(*, seed=1, per_cohort=12, effect=0.0, growing=0.0):
    """Return sums (B, C, T) of units that form their own groups, with a common trend and cohorts' own levels."""
    rng = np.random.default_rng(seed)
    count = 3 * per_cohort
    cohort = np.repeat(np.arange(3), per_cohort)
    y = rng.normal(size=(count, 1)) + 0.3 * np.arange(T) + 0.2 * rng.normal(size=(count, T)) + cohort[:, None]
    for place, start in enumerate(STARTS[:2]):
        y[cohort == place, start:] += effect + growing * np.arange(T - start)
    n = np.zeros((count, 3, T))
    n[np.arange(count), cohort] = 1.0
    return n, n * y[:, None]


def test_equal_effects_are_found_by_every_average():
    found = callaway_santanna(*units(effect=1.0), STARTS)

    for one in (found.simple, found.group, found.overall_dynamic, *found.dynamic, *found.cohorts):
        assert one.low < 1.0 < one.high
        assert one.value == pytest.approx(1.0, abs=0.2)


def test_a_growing_effect_shows_in_event_time():
    found = callaway_santanna(*units(growing=1.0), STARTS)

    assert [one.value for one in found.dynamic] == pytest.approx([0, 1, 2, 3], abs=0.25)


def test_levels_of_units_and_common_trends_cancel():
    n, total = units(effect=1.0)
    shifted = total + n * (5.0 * np.arange(T) ** 2) + n * np.arange(36.0)[:, None, None]

    one, other = (callaway_santanna(n, sums, STARTS).simple.value for sums in (total, shifted))

    assert one == pytest.approx(other)


def test_the_whole_baseline_says_more_than_its_last_period():
    n, total = units(effect=1.0)

    last, whole = (callaway_santanna(n, total, STARTS, whole_baseline=one).group for one in (False, True))

    assert whole.high - whole.low < last.high - last.low


def test_intervals_keep_their_promise():
    inside = [(one := callaway_santanna(*units(seed=seed), STARTS).simple).low <= 0 <= one.high for seed in range(200)]

    assert 0.84 <= np.mean(inside) <= 0.96


def test_averages_weigh_cohorts_by_size():
    effects = group_time_effects([[[0.0, 1.0, 1.0], [0.0, 0.0, 3.0]]], [[0.0, 0.0, 0.0]], [1, 2])

    found = aggregate(effects, [1, 2], [30.0, 10.0])

    assert found.simple[0] == pytest.approx((30 + 30 + 3 * 10) / 70)
    assert found.group[0] == pytest.approx((30 * 1 + 10 * 3) / 40)
    assert found.dynamic[0].tolist() == pytest.approx([(30 + 30) / 40, 1.0])


@pytest.mark.parametrize(
    ("starts", "reason"),
    [
        ([2, 4, 3], "every unit was treated"),
        ([-1, -1, -1], "no unit was treated"),
        ([0, 4, -1], "no period before its start"),
        ([2, 6, -1], "or none after it"),
    ],
)
def test_roll_outs_without_a_comparison_are_refused(starts, reason):
    found = callaway_santanna(*units(), starts)

    assert reason in found.reason
    assert found.simple.value is None
    assert found.simple.reason == found.reason


def test_an_empty_cell_is_refused():
    n, total = units()
    n[:, 1, 0] = 0.0

    assert callaway_santanna(n, total, STARTS).reason == "a cohort has no answers in a period"
