"""Treatment by lot, adjusted for the time before."""

import numpy as np
import pytest

from analytics.numerics.evaluation.cuped import Arm, arm_of, cuped, evaluate_lottery, filled


def people(*, effect=0.0, link=0.8, n=400, seed=1, apart=0.0):
    """Draw outcomes and covariates of two arms, control first."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=2 * n)
    x[n:] += apart
    y = link * x + np.sqrt(1 - link**2) * rng.normal(size=2 * n)
    y[n:] += effect
    return (y[:n], x[:n]), (y[n:], x[n:])


def arms(**world):
    return [arm_of(*one) for one in people(**world)]


def test_it_equals_an_analysis_of_covariance():
    control, treated = people(effect=0.3)
    y, x = (np.concatenate(pair) for pair in zip(control, treated, strict=True))
    design = np.column_stack([np.arange(len(y)) >= 400, np.ones(len(y)), x])
    theta, (left,), *_ = np.linalg.lstsq(design, y, rcond=None)
    error = np.sqrt(left / (len(y) - 3) * np.linalg.inv(design.T @ design)[0, 0])

    found = cuped(arm_of(*control), arm_of(*treated))

    assert found.adjusted.effect.value == pytest.approx(theta[0], abs=1e-9)
    assert found.slope == pytest.approx(theta[2], abs=1e-9)
    assert found.adjusted.error == pytest.approx(error, rel=0.01)


def test_the_variance_falls_by_the_squared_correlation():
    found = cuped(*arms(n=20_000))

    assert found.variance_ratio == pytest.approx(1 - 0.8**2, abs=0.01)
    assert (found.adjusted.error / found.plain.error) ** 2 == pytest.approx(found.variance_ratio, abs=0.01)


def test_an_arm_that_was_higher_before_is_not_praised_for_it():
    found = cuped(*arms(apart=0.4, n=2000))

    assert found.plain.effect.low > 0
    assert found.adjusted.effect.low < 0 < found.adjusted.effect.high


def test_the_difference_before_is_the_placebo():
    assert evaluate_lottery(*arms(apart=0.4, effect=0.5)).verdict == "cannot_tell"
    assert evaluate_lottery(*arms(effect=0.5)).verdict == "worked"
    assert evaluate_lottery(*arms(effect=-0.5)).verdict == "harmed"


def test_nothing_is_hardly_ever_praised_and_the_detectable_effect_is_found():
    nothing = [evaluate_lottery(*arms(n=60, seed=seed)) for seed in range(300)]
    size = np.median([one.smallest_detectable for one in nothing])
    something = [evaluate_lottery(*arms(n=60, seed=seed, effect=size)) for seed in range(300)]

    assert np.mean([one.verdict == "worked" for one in nothing]) <= 0.05
    assert np.mean([one.verdict == "worked" for one in something]) >= 0.8


@pytest.mark.parametrize("before", [None, np.full(400, 7.0)])
def test_without_anything_known_before_the_plain_difference_is_left(before):
    control, treated = (arm_of(y, before) for y, _ in people(effect=0.3))

    found = cuped(control, treated)

    assert found.slope == 0.0
    assert found.adjusted.effect.value == pytest.approx(found.plain.effect.value)
    assert evaluate_lottery(control, treated).placebo_p is None


def test_people_without_a_covariate_stand_at_the_mean():
    (y0, x0), (y1, x1) = people(effect=0.3)
    sums = [[float(len(y)), y.sum(), y @ y, x.sum(), x @ x, x @ y] for y, x in ((y0, x0), (y1, x1))]
    strangers = [[5.0, 2.0, 1.5, 0, 0, 0], [7.0, 3.0, 2.0, 0, 0, 0]]

    control, treated = filled(sums, strangers)

    mean = (x0.sum() + x1.sum()) / 800
    assert (control.n, treated.n) == (405, 407)
    assert control.x == pytest.approx(x0.sum() + 5 * mean)
    assert treated.xy == pytest.approx(x1 @ y1 + 3.0 * mean)


@pytest.mark.parametrize(
    ("control", "treated", "reason"),
    [
        (Arm(400, 1.0, 2.0), Arm(3, 1.0, 1.0), "3 treated"),
        (Arm(0, 0.0, 0.0), Arm(400, 1.0, 2.0), "0 untreated"),
        (Arm(50, 100.0, 200.0), Arm(50, 100.0, 200.0), "everybody says the same"),
        (Arm(50, float("nan"), 200.0), Arm(50, 100.0, 300.0), "not a finite number"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(control, treated, reason):
    found = evaluate_lottery(control, treated)

    assert found.verdict == "cannot_tell"
    assert reason in found.reason
    assert found.effect.value is None
