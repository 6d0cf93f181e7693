"""What improvements change beside money: drawn with the same customers, cut at what is possible, with intervals."""

import numpy as np
import pytest

from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.effects import Measure, simulate_effects
from analytics.numerics.returns.rates import change_together, mean_move
from analytics.numerics.returns.scenario import Pert
from analytics.numerics.returns.span import observed_span

CERTAIN = (0.5, 0.0)
SCALE = np.array([1.0, *([64 / 63] * 64)])


def replicates(value):
    return leave_one_out(np.full(64, value / 64)) * SCALE


def sure(value):
    return Pert(value, value, value)


def effect(measure, uplifts=None, kappa=CERTAIN):
    found = simulate_effects({"rate": measure}, uplifts or {"queue": sure(1)}, n=99, seed=1, kappa=kappa)
    return found.get("rate")


def measure(before=0.4, part=0.1, *, is_causal=True, bounds=(0.0, 1.0)):
    ends = (replicates(part / 2), replicates(part), replicates(part * 2))
    return Measure(replicates(before), {"queue": ends}, is_causal, bounds)


def test_a_rate_changes_by_the_causal_share_of_the_link():
    found = effect(measure())

    assert found.change.value == pytest.approx(0.05)
    assert found.after.value == pytest.approx(0.45)
    assert found.before.n == 99


def test_what_is_improved_by_definition_is_not_discounted():
    assert effect(measure(is_causal=False)).change.value == pytest.approx(0.1)


def test_a_guess_makes_the_change_an_interval():
    found = effect(measure(), {"queue": Pert(0.5, 1, 2)})

    assert found.change.low < found.change.value < found.change.high


def test_nothing_rises_above_what_is_possible():
    found = effect(measure(before=0.98, part=0.2, is_causal=False))

    assert found.after.high == 1.0
    assert found.change.value == pytest.approx(0.2)


def test_a_measure_that_is_not_known_is_left_out():
    assert effect(measure(before=np.nan)) is None


def test_a_value_that_knows_no_rates_is_no_rate():
    class Group:
        value = float
        customers = 1.0

    with pytest.raises(TypeError):
        change_together([Group()], {0: 1.0}, lambda curve: curve.repurchase)


def test_without_a_crowd_nobody_moves():
    assert mean_move(None, 1.0) == 0.0


def test_a_touchpoint_that_nobody_met_cannot_be_moved():
    assert observed_span(np.zeros((11, 11)), np.arange(11.0)) == (0.0, 0.0)


def test_near_the_top_a_point_may_still_be_asked():
    joint = np.zeros((11, 11))
    joint[[8, 10], 5] = 1, 30

    assert observed_span(joint, np.arange(11.0)) == (-1.9, 1.0)
