"""Shares by day: the textbook's limits, and exact ones that hold their rate for any number of answers."""

import numpy as np
import pytest
from scipy import stats

from analytics.numerics.p_chart import day_correlation, day_limits, laney_sigma, p_chart


def test_limits_follow_the_number_of_answers():
    chart = p_chart([10, 100], [50, 500])

    assert chart.centre == 0.2
    assert chart.high == pytest.approx(0.2 + 3 * np.sqrt(0.16 / np.array([50, 500])))


def test_a_day_without_answers_has_neither_share_nor_limits():
    chart = p_chart([10, 0], [50, 0])

    assert np.isnan([chart.shares[1], chart.low[1], chart.high[1]]).all()
    assert chart.side.tolist() == [0, 0]


def test_laney_widens_what_days_differ_by_themselves():
    rng = np.random.default_rng(1)
    n = np.full(200, 2000)
    share = np.clip(rng.normal(0.2, 0.03, size=200), 0, 1)
    count = rng.binomial(n, share)

    plain, wide = p_chart(count, n), p_chart(count, n, laney=True)

    assert np.count_nonzero(plain.side) > 20
    assert np.count_nonzero(wide.side) <= 3
    assert wide.sigma_z == pytest.approx(np.sqrt(1 + 2000 * 0.03**2 / 0.16), rel=0.2)


def test_days_that_differ_by_chance_alone_have_no_more_spread():
    count = np.random.default_rng(2).binomial(100, 0.3, size=400)

    assert p_chart(count, np.full(400, 100), laney=True).sigma_z == pytest.approx(1.0, abs=0.12)
    assert day_correlation(count, np.full(400, 100), 0.3) < 0.003


def test_no_answers_at_all_are_refused_and_one_day_has_no_range():
    with pytest.raises(ValueError, match="answers"):
        p_chart([0, 0], [0, 0])
    assert laney_sigma([0.2], [0.1], 0.2) == 1.0


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
