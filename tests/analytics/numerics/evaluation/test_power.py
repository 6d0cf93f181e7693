"""What a plan can show, told before it begins."""

import numpy as np
import pytest

from analytics.numerics.evaluation.did import difference_in_differences
from analytics.numerics.evaluation.power import power_of_people, power_of_units
from tests.analytics.numerics.evaluation.test_did import POST, PRE, plan


def test_what_is_told_before_is_about_what_is_told_after():
    rng = np.random.default_rng(1)
    ratios = []
    for _ in range(40):
        n, total, treated = plan(rng)
        told = power_of_units(n[:, :PRE], total[:, :PRE], treated, before=PRE, after=POST).smallest_detectable
        ratios.append(told / difference_in_differences(n, total, treated, PRE).smallest_detectable)

    assert np.median(ratios) == pytest.approx(1.0, abs=0.2)


def test_a_longer_plan_shows_smaller_effects():
    n, total, treated = plan(np.random.default_rng(1))

    short, long = (
        power_of_units(n[:, :PRE], total[:, :PRE], treated, before=PRE, after=after).smallest_detectable
        for after in (1, 6)
    )

    assert long < short


@pytest.mark.parametrize(("periods", "arm", "word"), [(1, 8, "one period"), (PRE, 1, "1 treated unit")])
def test_without_a_baseline_or_arms_nothing_is_promised(periods, arm, word):
    n, total, treated = plan(np.random.default_rng(1), arm=arm)

    found = power_of_units(n[:, :periods], total[:, :periods], treated, before=periods, after=POST)

    assert found.smallest_detectable is None
    assert word in found.reason


def test_more_people_show_smaller_effects():
    few, many = (power_of_people((n, 0.2 * n, 0.2 * n), n).smallest_detectable for n in (100.0, 10_000.0))

    assert few == pytest.approx(10 * many, rel=0.02)


@pytest.mark.parametrize(("people", "word"), [((1.0, 1.0, 1.0), "too few"), ((50.0, 100.0, 200.0), "says the same")])
def test_people_who_say_nothing_promise_nothing(people, word):
    assert word in power_of_people(people, 50.0).reason
