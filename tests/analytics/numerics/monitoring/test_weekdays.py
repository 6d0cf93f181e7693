"""Days of the week."""

import numpy as np
import pytest

from analytics.numerics.monitoring.weekdays import weekday_effects, weekday_error, weekday_inflation, without_weekdays

PATTERN = np.array([0.0, 0.0, 0.0, 0.0, 0.0, -1.0, -1.0])


def days(count, *, n=50, noise=1.0, pattern=PATTERN, seed=1):
    rng = np.random.default_rng(seed)
    size = np.full(count, float(n))
    mean = 7.0 + pattern[np.arange(count) % 7] + rng.normal(size=count) * noise / np.sqrt(n)
    return mean * size, size


def test_a_pattern_is_found_from_the_weeks_before():
    effects, trust = weekday_effects(*days(140))

    assert effects[70:77] == pytest.approx((PATTERN - PATTERN.mean()), abs=0.2)
    assert trust[70:].min() > 0.9


def test_without_a_pattern_hardly_anything_is_believed():
    effects, _ = weekday_effects(*days(400, pattern=np.zeros(7)))

    assert np.abs(effects).mean() < 0.02


def test_a_day_never_explains_itself():
    total, n = days(140)
    before, _ = weekday_effects(total, n)
    for day in (3, 30, 100):
        changed = total.copy()
        changed[day] += 1000.0

        after, _ = weekday_effects(changed, n)

        assert after[day] == pytest.approx(before[day], abs=1e-12)


def test_the_first_weeks_look_at_each_other():
    effects, _ = weekday_effects(*days(45))

    assert effects[5] == pytest.approx(-5 / 7, abs=0.25)


def test_closed_days_and_short_series_have_no_effect():
    total, n = days(140)
    closed = np.arange(140) % 7 == 6
    effects, _ = weekday_effects(np.where(closed, 0, total), np.where(closed, 0, n))

    assert (effects[closed] == 0).all()
    assert np.isfinite(effects).all()
    assert (weekday_effects(*days(6))[0] == 0).all()
    assert len(weekday_effects([], [])[0]) == 0


def test_residuals_are_free_of_the_pattern():
    total, n = days(140, noise=0.0)
    left, means = without_weekdays(total / n, n)

    assert np.abs(left).max() < 1e-9
    assert means == 7


def test_effects_that_nobody_believes_widen_nothing():
    assert weekday_inflation(0.0, lam=0.1) == pytest.approx(1.0)
    assert weekday_inflation(1.0, lam=0.2) > 1.04


def test_a_little_trust_widens_by_more_than_its_part():
    small, full = (weekday_inflation(trust, lam=0.1) - 1 for trust in (0.2, 1.0))

    assert 0.2 * full < small < full / 3


@pytest.mark.parametrize("spread", [0.0, 0.4, 0.8, 3.0])
def test_errors_of_effects_are_as_large_as_their_trust_says(spread):
    rng, missed, said = np.random.default_rng(4), [], []
    for _ in range(40):
        effects = spread * rng.normal(size=7)
        effects = (effects - effects.mean())[np.arange(600) % 7]
        found, trust = weekday_effects(effects + rng.normal(size=600), np.ones(600))
        missed.append(((found - effects)[56:] ** 2).mean())
        said.append(weekday_error(float(trust[56:].mean())))

    assert np.mean(missed) == pytest.approx(np.mean(said), abs=0.012)
