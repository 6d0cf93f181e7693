import numpy as np
import pytest

from analytics.numerics.returns.draws import first_covered, payback, quantiles


def test_a_figure_is_the_median_with_nine_tenths_of_the_draws_around_it():
    draws = np.random.default_rng(1).permutation(np.arange(1001.0))

    found = quantiles(draws, 77)

    assert (found.value, found.low, found.high, found.n) == (500.0, 50.0, 950.0, 77)


def test_a_cost_that_grows_is_covered_in_the_first_month_that_earns_all_of_it():
    earned = np.array([[1.0, 3.0, 5.0], [1.0, 1.5, 2.5], [4.0, 4.0, 9.0]])
    spent = np.array([[2.0, 3.0, 4.0], [2.0, 3.0, 4.0], [2.0, 5.0, 5.0]])

    assert first_covered(earned, spent).tolist() == [2.0, np.inf, 1.0]


@pytest.mark.parametrize("cost", [0.0, 1e-300])
def test_next_to_nothing_is_covered_at_once(cost):
    assert first_covered(np.array([[0.0, 1.0]]), cost).tolist() == [1.0 if cost == 0 else 2.0]


def test_draws_that_never_pay_back_widen_the_interval_to_infinity_or_leave_no_figure():
    mostly, hardly = (np.array([2.0] * paid + [np.inf] * (100 - paid)) for paid in (60, 40))

    found = payback(mostly, horizon=12, n=9)
    assert (found.value, found.high, found.reason) == (2.0, None, "")
    assert payback(hardly, horizon=12, n=9).value is None
    assert payback(hardly, horizon=12, n=9).reason == "it is not earned back within 12 months"
