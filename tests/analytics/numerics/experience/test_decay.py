"""Forgetting."""

import numpy as np
import pytest

from analytics.numerics.experience.decay import days_of_memory, decay_weights, decayed_sums


def test_running_sums_equal_weighted_history():
    daily = np.random.default_rng(1).integers(0, 9, size=(40, 2)).astype(float)

    running = decayed_sums(daily, half_life=7.0)

    weights = decay_weights(np.arange(39, -1, -1), half_life=7.0)
    assert running[-1] == pytest.approx(weights @ daily)


def test_groups_may_be_added_before_or_after():
    a, b = np.random.default_rng(2).random((2, 30, 3))

    assert decayed_sums(a + b) == pytest.approx(decayed_sums(a) + decayed_sums(b))


def test_memory_equals_kish_of_a_long_series():
    weights = decay_weights(np.arange(5000.0), half_life=60.0)

    assert weights.sum() ** 2 / (weights**2).sum() == pytest.approx(days_of_memory(60.0), rel=1e-4)


@pytest.mark.parametrize("half_life", [0.0, -1.0, np.nan])
def test_a_half_life_without_length_is_refused(half_life):
    with pytest.raises(ValueError, match="half-life"):
        decay_weights([1.0], half_life=half_life)
