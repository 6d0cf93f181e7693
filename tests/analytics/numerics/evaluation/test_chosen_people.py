"""Customers who were chosen, not dealt by lot."""

import numpy as np
import pytest

from analytics.numerics.evaluation.chosen_people import evaluate_chosen
from analytics.numerics.evaluation.cuped import Arm, arm_of


def people(*, effect=0.0, pick="random", n=300, seed=1, apart=0.0, drift=0.0):
    """Draw people seen earlier, before and after; return sums (control, treated) of both spans."""
    rng = np.random.default_rng(seed)
    taste = rng.normal(size=2 * n)
    earlier, before, after = (taste + 0.7 * rng.normal(size=2 * n) for _ in range(3))
    looks = rng.random(2 * n) if pick == "random" else before
    treated = np.argsort(np.argsort(looks)) < n
    for place, seen in enumerate((earlier, before, after)):
        seen[treated] += apart + drift * place
    after[treated] += effect
    arms = [(before[arm], after[arm], earlier[arm]) for arm in (~treated, treated)]
    return [arm_of(a, b) for b, a, _ in arms], tuple(arm_of(b, e) for b, _, e in arms)


def verdicts(runs=300, **world):
    found = []
    for seed in range(runs):
        (control, treated), earlier = people(seed=seed, **world)
        found.append(evaluate_chosen(control, treated, earlier))
    return found


@pytest.mark.parametrize("pick", ["random", "worst"])
def test_nothing_is_hardly_ever_praised(pick):
    assert np.mean([one.verdict == "worked" for one in verdicts(pick=pick)]) <= 0.05


def test_people_picked_for_doing_badly_recover_by_themselves():
    found = verdicts(20, pick="worst")

    assert np.mean([one.plain.value for one in found]) > 0.5
    assert abs(np.mean([one.effect.value for one in found])) < 0.05


def test_people_who_were_always_better_are_not_praised_for_it():
    assert np.mean([one.verdict == "worked" for one in verdicts(400, apart=1.0)]) <= 0.05


def test_the_detectable_effect_is_found_and_harm_is_called_harm():
    size = np.median([one.smallest_detectable for one in verdicts(50)])

    assert np.mean([one.verdict == "worked" for one in verdicts(200, effect=size)]) >= 0.8
    assert np.mean([one.verdict == "harmed" for one in verdicts(200, effect=-size)]) >= 0.8


def test_people_who_were_rising_already_cannot_tell():
    assert np.mean([one.verdict == "cannot_tell" for one in verdicts(20, drift=0.8)]) >= 0.9


def test_without_an_earlier_span_there_is_no_placebo():
    (control, treated), _ = people(effect=1.0)

    assert evaluate_chosen(control, treated).placebo_p is None
    assert evaluate_chosen(control, treated, (Arm(0, 0, 0), Arm(0, 0, 0))).verdict == "worked"


def test_spans_of_different_length_cannot_be_compared():
    (control, treated), _ = people(effect=1.0)

    found = evaluate_chosen(control, treated, comparable=False)

    assert found.verdict == "cannot_tell"
    assert "shorter than the evaluated span" in found.reason


def test_too_few_people_cannot_tell():
    (control, _), _ = people()

    assert "3 treated" in evaluate_chosen(control, Arm(3, 1.0, 1.0)).reason


def test_people_who_never_change_cannot_tell():
    same = arm_of(np.arange(50.0), np.arange(50.0))

    assert evaluate_chosen(same, same).verdict == "cannot_tell"
