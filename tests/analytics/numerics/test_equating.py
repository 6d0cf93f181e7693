"""Channels on one scale."""

import numpy as np
import pytest

from analytics.numerics.equating import Moments, equate


def moments(scores):
    return Moments(len(scores), float(np.sum(scores)), float(np.sum(np.square(scores))))


def test_equated_scores_have_the_mean_and_spread_of_the_reference():
    rng = np.random.default_rng(5)
    reference, channel = 60 + 8 * rng.normal(size=300), 50 + 12 * rng.normal(size=200)

    found = equate(moments(reference), moments(channel))(channel)

    assert found.mean() == pytest.approx(reference.mean())
    assert found.std(ddof=1) == pytest.approx(reference.std(ddof=1))


def test_full_shrinking_changes_nothing():
    line = equate(Moments(50, 3000.0, 190000.0), Moments(50, 2500.0, 140000.0), shrink=1.0)

    assert (line.slope, line.offset) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("channel", "reason"), [(Moments(0, 0.0, 0.0), "fewer than 30"), (Moments(40, 400.0, 4000.0), "all equal")]
)
def test_channels_that_cannot_be_compared_stay_as_they_are(channel, reason):
    line = equate(Moments(50, 3000.0, 190000.0), channel)

    assert reason in line.reason
    assert line([40.0]).tolist() == [40.0]


def test_equated_scores_stay_on_the_scale():
    line = equate(Moments(50, 4500.0, 410000.0), Moments(50, 2500.0, 130000.0))

    assert line(100.0) == 100.0
