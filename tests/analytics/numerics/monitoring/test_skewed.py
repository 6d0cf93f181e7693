"""Leaning distributions."""

import numpy as np
import pytest
from scipy import stats

from analytics.numerics.monitoring.skewed import moments_of, skewed_quantile


@pytest.mark.parametrize("skew", [-3.0, -0.4, 0.002, 0.7, 2.5])
@pytest.mark.parametrize("z", [-4.5, -1.0, 0.0, 3.1, 4.5])
def test_quantiles_are_those_of_pearson_iii(z, skew):
    wanted = stats.pearson3.ppf(stats.norm.cdf(z), skew) if z <= 0 else stats.pearson3.isf(stats.norm.sf(z), skew)

    assert float(skewed_quantile(z, skew)) == pytest.approx(float(wanted), abs=1e-5)


def test_without_a_lean_nothing_changes():
    assert skewed_quantile([-3.0, 0.0, 3.0], 0.0).tolist() == [-3.0, 0.0, 3.0]


def test_the_seam_between_series_and_gamma_is_smooth():
    assert float(skewed_quantile(3.0, 0.999e-3)) == pytest.approx(float(skewed_quantile(3.0, 1.001e-3)), abs=1e-5)


def test_moments_of_answers_are_those_of_the_answers():
    answers = np.repeat(np.arange(11), [1, 0, 2, 0, 0, 3, 4, 9, 12, 9, 6])
    mean, variance, skew, excess = moments_of(np.bincount(answers, minlength=11), np.arange(11))

    assert (mean, variance) == (pytest.approx(answers.mean()), pytest.approx(answers.var()))
    assert skew == pytest.approx(stats.skew(answers))
    assert excess == pytest.approx(stats.kurtosis(answers))


@pytest.mark.parametrize(("n", "p"), [(60, 0.2), (200, 0.05)])
def test_with_their_excess_points_of_a_binomial_are_nearer_than_without(n, p):
    law = stats.binom(n, p)
    skew, excess = (float(moment) for moment in law.stats(moments="sk"))
    rare = float(law.sf(int(law.isf(1e-3))))
    wanted = (int(law.isf(1e-3)) + 0.5 - law.mean()) / law.std()

    with_it, without = (float(skewed_quantile(stats.norm.isf(rare), skew, one)) for one in (excess, None))

    assert abs(with_it - wanted) < 0.5 * abs(without - wanted)
    assert float(skewed_quantile(3.0, skew, 1.5 * skew**2)) == pytest.approx(float(skewed_quantile(3.0, skew)))


def test_an_excess_beyond_its_series_moves_a_point_by_a_fifth_at_most():
    assert float(skewed_quantile(5.0, 0.0, 50.0)) == pytest.approx(6.0)
    assert float(skewed_quantile(5.0, 0.0, -50.0)) == pytest.approx(4.0)


@pytest.mark.parametrize("hist", [[0, 0, 0], [0, 7, 0]])
def test_no_answers_and_equal_answers_have_no_shape(hist):
    assert moments_of(hist, [1.0, 2.0, 3.0])[1:] == (0.0, 0.0, 0.0)
