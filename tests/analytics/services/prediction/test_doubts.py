"""Doubts about a prediction as a whole."""

import numpy as np
import pytest

from analytics.numerics.prediction.columns import Block
from analytics.numerics.prediction.trial import trial_in_time
from analytics.services.prediction.doubts import drift, extremes, level
from tests.analytics.numerics.prediction.planted import customers


def block(share, n=5000):
    return Block((), (np.arange(n) < share * n).astype(float))


@pytest.mark.parametrize(("before", "after", "told"), [(0.2, 0.2, 0), (0.2, 0.22, 0), (0.2, 0.3, 1), (0.3, 0.2, 1)])
def test_a_share_that_moves_clearly_is_drift(before, after, told):
    assert len(drift(block(before), block(after))) == told


def test_few_customers_or_no_outcomes_are_no_drift():
    pairs = [(block(0.2, 40), block(0.4, 40)), (block(0.0), block(0.3)), (block(0.0, 0), block(0.3))]

    assert [drift(*pair) for pair in pairs] == [(), (), ()]


def test_forecasts_that_can_be_taken_at_their_word_raise_no_doubt():
    trial = trial_in_time([customers(3000), customers(3000, seed=2)], customers(3000, seed=3), rules=(), seed=1)

    assert (extremes(trial), level(trial)) == ((), ())


def test_links_that_weakened_make_forecasts_too_extreme():
    past = [customers(3000, strength=2.0), customers(3000, seed=2, strength=2.0)]
    trial = trial_in_time(past, customers(4000, seed=3, strength=0.7), rules=(), seed=1)

    (trap,) = extremes(trial)
    assert (trap.code, "too extreme" in trap.text) == ("miscalibrated", True)


def test_a_season_makes_forecasts_too_low():
    past = [customers(3000), customers(3000, seed=2)]
    trial = trial_in_time(past, customers(4000, seed=3, shift=0.8), rules=(), seed=1)

    (trap,) = level(trial)
    assert "too low" in trap.text
