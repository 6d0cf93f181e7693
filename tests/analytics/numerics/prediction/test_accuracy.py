"""Losses and lift."""

import numpy as np
import pytest

from analytics.numerics.prediction.accuracy import accuracy_of, deciles_of


def test_losses_of_a_coin():
    outcome = np.array([0.0, 1.0] * 50)

    found = accuracy_of(np.full(100, 0.5), outcome)

    assert (found.brier.value, found.mae.value) == (0.25, 0.5)
    assert found.log_loss.value == pytest.approx(np.log(2))
    assert found.brier.low == found.brier.high == 0.25


def test_certain_and_wrong_is_finite():
    assert accuracy_of(np.array([1.0, 0.0]), np.array([0.0, 1.0])).log_loss.value > 20


def test_no_customers_have_no_losses():
    assert accuracy_of(np.zeros(0), np.zeros(0)).brier.status == "insufficient"


def test_the_first_tenth_of_a_perfect_list_holds_all():
    outcome = np.r_[np.zeros(90), np.ones(10)]

    first, second, *_ = deciles_of(outcome, outcome)

    assert (first.lift.value, first.captured, second.lift.value) == (10.0, 1.0, 0.0)
    assert first.share.low < 1.0


def test_shares_captured_end_at_one():
    rng = np.random.default_rng(1)
    outcome = (rng.random(1003) < 0.2).astype(float)

    found = deciles_of(rng.random(1003), outcome)

    assert found[-1].captured == pytest.approx(1.0)
    assert sum(part.n for part in found) == 1003


@pytest.mark.parametrize("outcome", [np.zeros(50), np.ones(5)])
def test_there_is_no_lift_without_outcomes_or_customers(outcome):
    assert deciles_of(np.zeros(len(outcome)), outcome) == ()
