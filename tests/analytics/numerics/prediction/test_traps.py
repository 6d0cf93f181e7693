"""Columns too good to be true are found, honest ones are not."""

import numpy as np
import pytest

from analytics.numerics.prediction.columns import Block, Column
from analytics.numerics.prediction.traps import copies_in, leaks, twins
from tests.analytics.numerics.prediction.planted import customers


def with_column(block, name, values):
    return Block((*block.columns, Column(name, values)), block.outcome)


def found(traps):
    return {(trap.code, trap.column) for trap in traps}


def test_honest_columns_raise_no_doubt():
    block = customers(3000)

    assert (leaks(block), copies_in(block), twins(block)) == ((), (), ())


def test_a_column_that_separates_is_a_leak():
    block = customers(800)
    noise = np.random.default_rng(2).normal(size=800)

    assert found(leaks(with_column(block, "refund_date", 5 * block.outcome + noise))) == {("leak", "refund_date")}


def test_a_text_that_separates_is_a_leak():
    block = customers(800)
    state = np.where(block.outcome == 1, "kept", "lost").astype(object)

    assert ("leak", "state") in found(leaks(with_column(block, "state", state)))


def test_an_id_is_not_taken_for_a_leak():
    block = customers(800)
    names = np.array([f"c{number}" for number in range(800)], dtype=object)

    assert leaks(with_column(block, "name", names)) == ()


def test_a_column_filled_only_after_the_outcome_is_found():
    block = customers(800)
    rng = np.random.default_rng(2)
    closed = np.where(block.outcome == 1, rng.normal(size=800), np.nan)

    (trap,) = leaks(with_column(block, "closed_on", closed))

    assert (trap.code, trap.column, trap.figures["share"]) == ("after_outcome", "closed_on", 1.0)


def test_missing_at_random_is_no_doubt():
    block = customers(800)
    values = np.where(np.random.default_rng(3).random(800) < 0.4, np.nan, 1.0) * np.arange(800)

    assert leaks(with_column(block, "x", values)) == ()


def test_a_value_that_goes_with_the_outcome_is_told():
    rng = np.random.default_rng(4)
    outcome = (rng.random(1000) < 0.15).astype(float)
    complained = ((outcome == 1) & (rng.random(1000) < 0.4)) | (rng.random(1000) < 0.01)

    (trap,) = leaks(Block((Column("complains", complained.astype(float)),), outcome))

    assert (trap.code, trap.figures["customers"]) == ("telling_value", float(complained.sum()))
    assert trap.as_json()["text"].startswith("90% of the 69 customers with complains = 1")


def test_copies_are_counted():
    block = customers(300).at(np.r_[np.arange(300), np.arange(50)])

    (trap,) = copies_in(block)

    assert trap.figures == {"share": 50 / 350, "customers": 50.0}


def test_twins_are_named_once():
    block = customers(300)

    (trap,) = twins(with_column(block, "weeks", block.columns[0].values / 7))

    assert (trap.column, "weeks" in trap.text) == ("recency_days", True)


@pytest.mark.parametrize("n", [0, 1, 30])
def test_too_few_customers_raise_no_doubt(n):
    block = customers(100).at(np.arange(n))
    same = Block(block.columns, np.zeros(n))

    assert leaks(same) == ()
    assert copies_in(same) == ()
