"""The fitted forecast: probabilities, intervals, reasons."""

import numpy as np
import pytest
from scipy import special

from analytics.numerics.prediction.calibration import calibration_of
from analytics.numerics.prediction.columns import Column, copies, stacked
from analytics.numerics.prediction.model import fit_in_folds, fit_in_time, folds_of
from analytics.numerics.prediction.rules import fit_one
from tests.analytics.numerics.prediction.planted import customers


def in_time(n=3000, **options):
    return fit_in_time(tuple(customers(n, seed=seed, **options) for seed in (1, 2)))


def test_forecasts_of_new_customers_can_be_taken_at_their_word():
    later = customers(5000, seed=9)

    found = calibration_of(in_time().probability(later.columns), later.outcome)

    assert 0.85 <= found.slope.value <= 1.15
    assert abs(found.intercept.value) < 0.15


def test_a_level_that_has_moved_is_followed():
    blocks = (customers(3000, seed=1), customers(3000, seed=2, shift=-1.0))
    later = customers(5000, seed=3, shift=-1.0)

    found = calibration_of(fit_in_time(blocks).probability(later.columns), later.outcome)

    assert abs(found.intercept.value) < 0.2


def test_effects_add_up_to_the_log_odds():
    block = customers(1000)
    model = in_time()

    found = model.forecast(block.columns)

    average = model.correction.intercept + model.correction.slope * model.logit.terms[0]
    assert average + found.effects.sum(axis=1) == pytest.approx(special.logit(found.probability), abs=1e-9)


def test_the_strongest_reason_of_a_customer_long_gone_is_that():
    column = {column.code: column for column in customers(1).columns}
    gone = (
        Column("recency_days", np.array([300.0])),
        Column("orders", np.array([2.0])),
        Column("noise", np.array([0.0])),
        column["city"],
    )

    found = in_time().forecast(gone)

    assert found.top()[0, 0] == 0
    assert found.effects[0, 0] < -1


def test_intervals_hold_the_probability_and_narrow_with_more_customers():
    few, many = (in_time(n).forecast(customers(500).columns) for n in (400, 6000))

    for found in (few, many):
        assert (found.low <= found.probability).all()
        assert (found.probability <= found.high).all()
    assert (few.high - few.low).mean() > 2 * (many.high - many.low).mean()


def test_intervals_hold_the_true_probability_of_nine_in_ten():
    block = customers(3000, seed=7)
    recency, orders = block.columns[0].values, block.columns[1].values
    truth = special.expit(-1.0 + 0.8 * np.log(orders) - 0.02 * recency)

    found = in_time(6000).forecast(block.columns)

    inside = (found.low <= truth) & (truth <= found.high)
    assert inside.mean() > 0.6  # a bend or a penalty moves some of them


def test_folds_keep_copies_together_and_are_about_equal():
    block = customers(500).at(np.r_[np.arange(500), np.arange(100)])
    group = copies(block.columns)

    fold = folds_of(group, folds=5, seed=3)

    assert all(len(set(fold[group == one])) == 1 for one in range(100))
    assert np.bincount(fold).max() < 1.5 * np.bincount(fold).min()


def test_a_fit_is_the_same_to_the_bit_each_time():
    block = customers(800)
    fold = folds_of(copies(block.columns), folds=4, seed=1)

    one, two = (fit_in_folds(block, fold).forecast(block.columns) for _ in range(2))

    assert one.probability.tobytes() == two.probability.tobytes()
    assert one.effects.tobytes() == two.effects.tobytes()


def test_a_simple_rule_is_one_straight_column():
    block = customers(2000)

    found = fit_one(block, 0).probability(block.columns)

    order = np.argsort(block.columns[0].values)
    assert (np.diff(found[order]) <= 1e-12).all()


def test_stacked_blocks_keep_their_rows_in_order():
    one, two = customers(10, seed=1), customers(20, seed=2)

    both = stacked((one, two))

    assert (both.n, both.events) == (30, one.events + two.events)
    assert both.columns[3].values.tolist() == [*one.columns[3].values, *two.columns[3].values]
