"""Units that a lot assigned."""

import numpy as np
import pytest

from analytics.numerics.evaluation.unit_lottery import evaluate_unit_lottery
from tests.analytics.numerics.evaluation.test_did import PRE, plan


def verdicts(runs, *, seed=5, **world):
    rng = np.random.default_rng(seed)
    return [evaluate_unit_lottery(*plan(rng, **world), PRE) for _ in range(runs)]


@pytest.mark.slow
def test_nothing_is_hardly_ever_praised_and_the_detectable_effect_is_found():
    nothing = verdicts(300)
    size = np.median([one.smallest_detectable for one in nothing])

    assert np.mean([one.verdict == "worked" for one in nothing]) <= 0.05
    assert np.mean([one.verdict == "worked" for one in verdicts(200, seed=6, effect=size)]) >= 0.8


def test_an_effect_and_a_harm_are_told_apart():
    assert np.mean([one.verdict == "worked" for one in verdicts(20, effect=0.8)]) >= 0.9
    assert np.mean([one.verdict == "harmed" for one in verdicts(20, effect=-0.8)]) >= 0.9


def test_units_that_opened_with_the_plan_are_compared_without_a_level():
    n, total, treated = plan(np.random.default_rng(1), effect=2.0)
    n[:, :PRE], total[:, :PRE] = 0, 0

    found = evaluate_unit_lottery(n, total, treated, PRE)

    assert found.verdict == "worked"
    assert found.placebo_p is None


@pytest.mark.parametrize(("arm", "reason"), [(1, "1 treated unit:"), (0, "0 treated units"), (12, "0 control units")])
def test_arms_of_one_or_none_cannot_tell(arm, reason):
    found = evaluate_unit_lottery(*plan(np.random.default_rng(1), units=12, arm=arm), PRE)

    assert found.verdict == "cannot_tell"
    assert reason in found.reason


def test_four_units_cannot_tell_whatever_the_effect():
    assert verdicts(1, units=4, arm=2, effect=3.0)[0].verdict == "cannot_tell"
