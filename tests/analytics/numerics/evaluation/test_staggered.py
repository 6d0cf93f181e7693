"""Verdicts on plans that began at different times."""

from collections import Counter

import numpy as np
import pytest

from analytics.numerics.evaluation.staggered import evaluate_rollout

T = 14


def plan(rng, *, effect=0.0, pick="random", units=24, arm=4, answers=40):
    """Draw stores with levels, monthly shocks and answers; three cohorts of `arm` start in periods 6, 8 and 10."""
    level = 7 + 0.4 * rng.normal(size=units)
    shock = np.zeros((units, T))
    for month in range(T):
        shock[:, month] = 0.5 * shock[:, month - 1] * (month > 0) + 0.15 * rng.normal(size=units)
    n = 1 + rng.poisson(answers, size=shock.shape)
    mean = level[:, None] + shock + 0.05 * np.arange(T) + 2.2 * rng.normal(size=shock.shape) / np.sqrt(n)
    order = np.argsort(rng.random(units) if pick == "random" else mean[:, 3:6].mean(axis=1))
    starts = np.full(units, -1)
    for place, start in enumerate((6, 8, 10)):
        chosen = order[place * arm : (place + 1) * arm]
        starts[chosen] = start
        mean[chosen, start:] += effect
    return n, mean * n, starts


def verdicts(runs, *, seed=3, **world):
    rng = np.random.default_rng(seed)
    return [evaluate_rollout(*plan(rng, **world)) for _ in range(runs)]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("pick", ["random", "worst"])
def test_nothing_is_hardly_ever_praised_and_the_detectable_effect_is_found(pick):
    nothing = verdicts(200, pick=pick)
    size = np.median([one.smallest_detectable for one in nothing])
    something = verdicts(100, seed=4, pick=pick, effect=size)

    assert np.mean([one.verdict == "worked" for one in nothing]) <= 0.05
    assert np.mean([one.verdict == "worked" for one in something]) >= 0.8
    assert np.mean([one.effect.low <= 0 <= one.effect.high for one in nothing]) >= 0.84


def test_an_effect_and_a_harm_are_told_apart():
    assert Counter(one.verdict for one in verdicts(10, effect=1.0))["worked"] >= 9
    assert Counter(one.verdict for one in verdicts(10, effect=-1.0))["harmed"] >= 9


def test_units_that_rose_already_cannot_tell():
    n, total, starts = plan(np.random.default_rng(5), answers=400)
    for unit in np.flatnonzero(starts > 0):
        total[unit, starts[unit] // 2 :] += n[unit, starts[unit] // 2 :] * 1.0
        total[unit, starts[unit] :] += n[unit, starts[unit] :] * 1.0

    assert evaluate_rollout(n, total, starts).verdict == "cannot_tell"


def test_equal_seeds_give_equal_answers():
    data = plan(np.random.default_rng(5))

    assert evaluate_rollout(*data, seed=2) == evaluate_rollout(*data, seed=2)


def test_a_unit_without_answers_in_a_period_is_left_out():
    n, total, starts = plan(np.random.default_rng(5), effect=0.5)
    wider = np.vstack([n, np.where(np.arange(T) == 3, 0, 50)])

    found = evaluate_rollout(wider, np.vstack([total, 9 * wider[-1]]), np.append(starts, 6))

    assert found.effect.value == evaluate_rollout(n, total, starts).effect.value


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda starts: np.where(np.arange(24) == starts.argmax(), starts, -1), "1 treated unit:"),
        (lambda starts: np.where(starts < 0, 6, starts), "0 units were never treated"),
        (lambda starts: np.where(starts < 0, -1, 0), "no period before its start"),
    ],
)
def test_roll_outs_without_a_comparison_cannot_tell(change, reason):
    n, total, starts = plan(np.random.default_rng(5), effect=3.0)

    found = evaluate_rollout(n, total, change(starts))

    assert found.verdict == "cannot_tell"
    assert reason in found.reason
    assert found.effect.value is None


def test_no_answers_at_all_cannot_tell():
    found = evaluate_rollout(np.zeros((4, T)), np.zeros((4, T)), [6, 6, -1, -1])

    assert found.verdict == "cannot_tell"


def test_units_that_never_move_show_no_effect():
    n, _, starts = plan(np.random.default_rng(5))

    assert evaluate_rollout(n, 7.0 * n, starts).verdict == "cannot_tell"
