"""Exact limits of a day's share."""

import numpy as np
import pytest
from scipy import stats

from analytics.numerics.monitoring.day_limits import day_correlation, day_limits, rate_used


def test_days_that_differ_by_chance_alone_are_hardly_correlated():
    count = np.random.default_rng(2).binomial(100, 0.3, size=400)

    assert day_correlation(count, np.full(400, 100), 0.3) < 0.003
    assert day_correlation([3], [10], 0.3) == 0.0


@pytest.mark.parametrize("n", [5, 20, 100, 500, 5000])
@pytest.mark.parametrize("p", [0.01, 0.2, 0.6])
def test_exact_limits_never_exceed_their_rate_where_the_normal_ones_do(n, p):
    low, high = day_limits([n], p, rate=0.0027)
    outside = stats.binom.cdf(round(low[0] * n) - 1, n, p) + stats.binom.sf(round(high[0] * n), n, p)

    assert outside <= 0.0027
    if n * p >= 100:
        assert outside > 0.0017
    if (n, p) == (5, 0.01):
        assert stats.binom.sf(np.floor(n * (p + 3 * np.sqrt(p * (1 - p) / n))), n, p) > 10 * 0.00135


def test_correlated_days_hold_their_rate_too():
    rng, n, p, rho = np.random.default_rng(3), 300, 0.3, 0.02
    size = 1 / rho - 1
    share = rng.binomial(n, rng.beta(p * size, (1 - p) * size, size=40_000)) / n
    low, high = day_limits([n], p, rate=0.01, correlation=rho)

    assert np.mean((share < low) | (share > high)) == pytest.approx(0.009, abs=0.002)
    assert day_correlation(share * n, np.full(40_000, n), p) == pytest.approx(rho, rel=0.05)


def test_an_uncertain_baseline_widens():
    low, high = day_limits([200, 200], 0.3, rate=0.01, baseline_answers=150)
    narrow = day_limits([200], 0.3, rate=0.01)

    assert low[0] < narrow[0][0]
    assert high[0] > narrow[1][0]


def test_a_day_without_answers_has_no_limits():
    assert [limits.tolist() for limits in day_limits([0], 0.3, rate=0.01)] == [[0.0], [1.0]]


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_a_share_at_its_end_has_a_limit_on_the_other_side(p):
    low, high = day_limits([50], p, rate=0.01)

    assert (low[0], high[0]) == (p, p)


def test_a_rate_that_is_none_is_refused():
    with pytest.raises(ValueError, match="rate"):
        day_limits([5], 0.3, rate=0.0)


@pytest.mark.parametrize("n", [5, 20, 300])
def test_the_rate_used_is_the_chance_of_being_outside(n):
    p, rate = 0.2, 0.004
    low, high = day_limits([n], p, rate=rate)
    outside = stats.binom.cdf(round(low[0] * n) - 1, n, p) + stats.binom.sf(round(high[0] * n), n, p)

    assert rate_used([n, 0], p, rate=rate) == pytest.approx(outside, rel=1e-6)
    assert 0 < rate_used([n], p, rate=rate) <= rate
    assert rate_used([0, 0], p, rate=rate) == 0.0


def test_an_uncertain_centre_explains_how_days_differ():
    rng, n = np.random.default_rng(5), 1000
    share = np.clip(rng.normal(0.3, np.sqrt(0.21 / 2000), size=300), 0, 1)
    count = rng.binomial(n, share)

    assert day_correlation(count, np.full(300, n), 0.3) > 0
    assert day_correlation(count, np.full(300, n), 0.3, baseline_answers=2000) == 0.0
