"""People who cross from one loyalty level to the next."""

import numpy as np
import pytest
from scipy import stats

from analytics.numerics.returns.crossing import find_thresholds

LEVELS = np.arange(11.0)
CUTS = LEVELS[:-1] + 0.5


def people(mean=7.0, sd=2.0, n=1000.0):
    below = n * stats.norm.cdf(CUTS, mean, sd)
    return np.diff(below, prepend=0.0, append=n)[None, None]


@pytest.mark.parametrize("mean", [5.0, 7.0, 9.0])
def test_density_at_thresholds_is_that_of_what_lies_beneath(mean):
    found = find_thresholds(people(mean), LEVELS)

    assert found.density[0, 0, 1:-1] == pytest.approx(1000 * stats.norm.pdf(CUTS, mean, 2.0)[1:-1], abs=3.0)


@pytest.mark.parametrize("shift", [-1.3, -0.5, -0.1, 0.1, 0.5, 1.3])
def test_crossings_are_those_of_a_shifted_world(shift):
    found = find_thresholds(people(), LEVELS).crossed(np.array([[shift]]))

    expected = 1000 * (stats.norm.cdf(CUTS, 7.0, 2.0) - stats.norm.cdf(CUTS, 7.0 + shift, 2.0))
    assert found[0, 0] == pytest.approx(expected, abs=10.0)


def test_nobody_crosses_without_a_shift():
    assert find_thresholds(people(), LEVELS).crossed(np.zeros((1, 1)))[0, 0] == pytest.approx(np.zeros(10), abs=1e-9)


def test_people_beyond_the_ceiling_do_not_follow():
    free, piled = (find_thresholds(people(mean), LEVELS).sensitivity()[0, 0] for mean in (5.0, 10.0))

    assert free == pytest.approx(985, abs=10)
    assert piled == pytest.approx(500, abs=10)


def test_a_scale_of_five_steps_is_followed_too():
    levels = np.array([0.0, 2.5, 5.0, 7.5, 10.0])
    cuts = (levels[1:] + levels[:-1]) / 2
    below = 1000 * stats.norm.cdf(cuts, 6.0, 2.5)

    found = find_thresholds(np.diff(below, prepend=0.0, append=1000.0)[None, None], levels)

    expected = below - 1000 * stats.norm.cdf(cuts, 6.4, 2.5)
    assert found.crossed(np.array([[0.4]]))[0, 0] == pytest.approx(expected, abs=8.0)


def test_empty_rows_move_nobody():
    found = find_thresholds(np.zeros((2, 3, 11)), LEVELS)

    assert (found.crossed(np.full((2, 3), 1.0)) == 0).all()


def test_a_fall_never_takes_more_people_than_the_pile_holds():
    found = find_thresholds(people(10.0), LEVELS).crossed(np.array([[-50.0]]))

    assert found[0, 0, -1] == pytest.approx(-people(10.0)[0, 0, -1])
