"""Lifetime values with intervals, of each customer and of all."""

import numpy as np
import pytest

from analytics.numerics.customers.bgnbd import fit_purchases
from analytics.numerics.customers.gamma_gamma import expected_spend, fit_spend, spenders_of
from analytics.numerics.customers.lifetime import (
    Spent,
    Terms,
    active_customers,
    alive_intervals,
    purchase_intervals,
    total_purchases,
    total_value,
    value_intervals,
)
from analytics.numerics.customers.purchases import alive, cells_of, discounted_purchases, expected_purchases
from tests.analytics.numerics.customers.test_gamma_gamma import spending
from tests.analytics.numerics.histories import population

TERMS = Terms(margin_rate=0.4, periods=12, length=5.0, discount=0.01)


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(7)
    cells = cells_of(*population(rng, 2000))
    return fit_purchases(cells), fit_spend(spenders_of(*spending(rng, 2000))), cells


@pytest.fixture
def spent(fitted):
    cells = fitted[2]
    return Spent(cells.repeats, np.where(cells.repeats > 0, 30.0, 0.0))


def test_value_is_margin_times_spend_times_discounted_purchases(fitted, spent):
    fit, spend, cells = fitted
    often = discounted_purchases(fit.rates(), cells, periods=12, length=5.0, discount=0.01)
    much = expected_spend(spend.maximum.terms, spend.unit, spent.purchases, spent.mean)

    value, low, high = value_intervals(fit, spend, cells, spent, TERMS)

    assert value == pytest.approx(0.4 * often * much)
    assert (low < value).all()
    assert (value < high).all()


def test_chances_stay_between_nothing_and_one(fitted):
    fit, _, cells = fitted

    value, low, high = alive_intervals(fit, cells)

    assert (low >= 0).all()
    assert (high <= 1).all()
    assert ((low <= value) & (value <= high)).all()


def test_totals_are_sums_of_the_cells(fitted, spent):
    fit, spend, cells = fitted
    each = value_intervals(fit, spend, cells, spent, TERMS)[0]

    assert total_value(fit, spend, cells, spent, TERMS).value == pytest.approx(cells.customers @ each)
    assert total_purchases(fit, cells, 30.0).value == pytest.approx(
        cells.customers @ expected_purchases(fit.rates(), cells, 30.0)
    )
    assert active_customers(fit, cells).value == pytest.approx(cells.customers @ alive(fit.rates(), cells))


def test_intervals_of_expectations_hold_the_truth():
    held = []
    for seed in range(20):
        repeats, last, age = population(np.random.default_rng(100 + seed), 1500)
        cells = cells_of(repeats, last, age)
        one = cells_of([3], [40.0], [60.0])
        value, low, high = purchase_intervals(fit_purchases(cells), one, 30.0)
        true = expected_purchases(type(fit_purchases(cells).rates())(1.0, 10.0, 1.0, 3.0), one, 30.0)
        held.append(bool((low <= true).all() and (true <= high).all()))
        assert high[0] / value[0] < 1.5

    assert np.mean(held) >= 0.75


@pytest.mark.parametrize("margin", [0.0, -0.2])
def test_orders_without_margin_have_no_value(fitted, spent, margin):
    fit, spend, cells = fitted

    found = total_value(fit, spend, cells, spent, Terms(margin, 12, 5.0, 0.01))

    assert found.status == "insufficient"
    assert found.reason == "orders leave no margin"


def test_what_could_not_be_fitted_gives_its_reason(fitted, spent):
    fit, _, cells = fitted
    none, poor = fit_purchases(cells_of([0], [0], [9])), fit_spend(spenders_of([1], [5.0]))

    assert "bought once" in total_purchases(none, cells, 30.0).reason
    assert "bought once" in active_customers(none, cells).reason
    assert "1 customers with money" in total_value(fit, poor, cells, spent, TERMS).reason
