"""The model of customers without contracts: likelihood, who is still there, what is expected."""

import numpy as np
import pytest
from scipy import integrate, special

from analytics.numerics.customers.purchases import (
    Cells,
    Rates,
    alive,
    cells_of,
    discounted_purchases,
    expected_if_alive,
    expected_of_new,
    expected_purchases,
    likelihoods,
)

RATES = Rates(0.243, 4.414, 0.793, 2.426)
HISTORIES = cells_of([0, 1, 2, 7, 40], [0.0, 3.0, 30.43, 35.0, 38.0], [38.86, 20.0, 38.86, 38.0, 39.0])


def by_quadrature(rates, cell, ahead):
    """Return E[purchases | alive] by integrating over the chance of stopping."""
    x, age = cell
    shape, reach, b = rates.r + x, rates.alpha + age, rates.b + x

    def inside(p):
        density = np.exp((rates.a - 1) * np.log(p) + (b - 1) * np.log1p(-p) - special.betaln(rates.a, b))
        return -np.expm1(-shape * np.log1p(p * ahead / reach)) / p * density

    return integrate.quad(lambda u: inside(u**2) * 2 * u, 0, 1, epsabs=0, epsrel=1e-11, limit=200)[0]


def test_equal_histories_are_counted_together():
    cells = cells_of([1, 0, 1], [2.0, 0.0, 2.0], [9.0, 9.0, 9.0])

    assert cells.customers.tolist() == [1.0, 2.0]
    assert cells.repeats.tolist() == [0.0, 1.0]


def test_nobody_makes_no_cells():
    assert cells_of([], [], []).customers.tolist() == []


def test_likelihood_is_the_published_formula():
    r, alpha, a, b = RATES.r, RATES.alpha, RATES.a, RATES.b
    x, last, age = HISTORIES.repeats, HISTORIES.recency, HISTORIES.age
    first = special.gamma(r + x) / special.gamma(r) * alpha**r * special.beta(a, b + x) / special.beta(a, b)
    second = (alpha + age) ** -(r + x) + np.where(x > 0, a / (b + x - 1) * (alpha + last) ** -(r + x), 0)

    assert likelihoods(RATES, HISTORIES)[0] == pytest.approx(np.log(first * second), rel=1e-12)


def test_slopes_are_those_of_the_likelihood():
    logs, step = np.log([RATES.r, RATES.alpha, RATES.a, RATES.b]), 1e-5
    slopes = likelihoods(RATES, HISTORIES)[1]

    for place in range(4):
        move = step * np.eye(4)[place]
        above, below = (likelihoods(Rates(*np.exp(logs + way * move)), HISTORIES)[0] for way in (1, -1))
        assert slopes[place] == pytest.approx((above - below) / (2 * step), abs=1e-7)


def test_who_bought_once_is_alive_for_all_the_model_knows():
    assert alive(RATES, HISTORIES)[0] == 1.0


def test_long_silence_of_a_frequent_buyer_means_gone():
    found = alive(RATES, cells_of([10, 10, 2], [10.0, 50.0, 10.0], [52.0, 52.0, 52.0]))
    cells = cells_of([10, 10, 2], [10.0, 50.0, 10.0], [52.0, 52.0, 52.0])
    by_history = dict(zip(zip(cells.repeats, cells.recency, strict=True), found, strict=True))

    assert by_history[10, 10] < 0.01 < by_history[2, 10] < by_history[10, 50]
    assert by_history[10, 50] > 0.9


@pytest.mark.parametrize("a", [0.3, 0.793, 1.0, 2.5, 40.0])
def test_expectation_equals_the_integral_over_the_chance_of_stopping(a):
    rates = Rates(0.243, 4.414, a, 2.426)

    found = expected_if_alive(rates, HISTORIES, 39.0)

    wanted = [by_quadrature(rates, cell, 39.0) for cell in zip(HISTORIES.repeats, HISTORIES.age, strict=True)]
    assert found == pytest.approx(wanted, rel=2e-5)


def test_expectation_of_very_frequent_buyers_does_not_overflow():
    often = cells_of([5000], [364.0], [365.0])

    found = expected_purchases(RATES, often, 3650.0)[0]

    assert np.isfinite(found)
    assert 100 < found < 50_000


def test_where_everybody_stops_soon_little_is_expected():
    found = expected_of_new(Rates(10.0, 1.0, 400.0, 0.04), [3650.0])[0]

    assert found == pytest.approx(1.0, abs=0.01)


def test_more_time_brings_more_purchases():
    found = expected_of_new(RATES, [0.0, 13.0, 26.0, 52.0])

    assert found[0] == 0
    assert (np.diff(found) > 0).all()


def test_discounted_purchases_add_up_month_by_month():
    ends = np.stack([expected_purchases(RATES, HISTORIES, 4.0 * h) for h in range(7)])
    wanted = sum((ends[h] - ends[h - 1]) / 1.01**h for h in range(1, 7))

    found = discounted_purchases(RATES, HISTORIES, periods=6, length=4.0, discount=0.01)

    assert found == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("terms", [{"periods": 0}, {"length": 0.0}, {"discount": -1.0}])
def test_a_horizon_that_is_none_is_refused(terms):
    with pytest.raises(ValueError, match="must be"):
        discounted_purchases(RATES, HISTORIES, **{"periods": 6, "length": 4.0, "discount": 0.01} | terms)


def test_rates_may_differ_between_cells():
    each = Rates(0.243, np.array([4.414, 9.0]), np.array([0.793, 0.3]), np.array([2.426, 1.0]))
    cells = Cells(np.array([2.0, 2.0]), np.array([30.0, 30.0]), np.array([39.0, 39.0]), np.ones(2))

    found = expected_purchases(each, cells, 39.0)

    assert found[0] == pytest.approx(expected_purchases(RATES, cells, 39.0)[0])
    assert found[1] != pytest.approx(found[0])
