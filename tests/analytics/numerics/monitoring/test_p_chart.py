"""Shares by day with the textbook's limits."""

import numpy as np
import pytest

from analytics.numerics.monitoring.p_chart import laney_sigma, p_chart


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


def test_no_answers_at_all_are_refused_and_one_day_has_no_range():
    with pytest.raises(ValueError, match="answers"):
        p_chart([0, 0], [0, 0])
    assert laney_sigma([0.2], [0.1], 0.2) == 1.0
