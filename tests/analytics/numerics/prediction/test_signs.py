"""The sign that is found is reported, and what activity has to do with it."""

import numpy as np
import pytest
from scipy import special

from analytics.numerics.estimate import estimate
from analytics.numerics.prediction.columns import Block, Column
from analytics.numerics.prediction.signs import confounded, sign_of, signs_of
from tests.analytics.numerics.prediction.planted import customers


def failures(n=4000, *, seed=1, harm=-0.9):
    """Customers who call more have more failed calls and stay more; each failure drives away."""
    rng = np.random.default_rng(seed)
    calls = rng.gamma(2.0, 1.0, n)
    failed = calls + 0.5 * rng.normal(size=n)
    stays = rng.random(n) < special.expit(-0.5 + 1.7 * calls + harm * failed)
    return Block((Column("calls", calls, activity=True), Column("failed", failed, expected=-1)), stays.astype(float))


def test_a_link_that_turns_at_equal_activity_is_told():
    calls, failed = signs_of(failures())

    assert (failed.found, sign_of(failed.held), failed.control, failed.change) == (1, -1, "calls", "flips")
    assert (calls.found, calls.control, calls.change) == (1, "", "")
    assert {trap.code for trap in confounded((calls, failed))} == {"activity_confounding", "unexpected_sign"}


def test_the_text_names_both_signs():
    traps = confounded(signs_of(failures()))

    text = next(trap.text for trap in traps if trap.code == "activity_confounding")
    assert "more often, but at equal calls less often" in text


def test_a_link_that_activity_explains_is_told():
    failed = signs_of(failures(harm=0.0))[1]

    assert (failed.found, failed.change) == (1, "explained")


def test_a_link_that_activity_hides_is_told():
    failed = signs_of(failures(harm=-1.6))[1]

    assert failed.change in {"hidden", ""} or failed.found == -1
    assert sign_of(failed.held) == -1


def test_honest_columns_keep_their_signs():
    signs = {sign.column: sign for sign in signs_of(customers(4000))}

    assert (signs["recency_days"].found, signs["orders"].found, signs["noise"].found) == (-1, 1, 0)
    assert confounded(tuple(signs.values())) == ()


def test_without_activity_the_same_sign_is_found_in_nine_of_ten_worlds_of_noise():
    called = sum(bool(signs_of(customers(400, seed=seed))[2].found) for seed in range(60))

    assert called <= 12


def test_few_outcomes_have_no_signs():
    block = customers(400)

    assert signs_of(Block(block.columns, np.zeros(400))) == ()


def test_many_rows_are_thinned_evenly(monkeypatch):
    monkeypatch.setattr("analytics.numerics.prediction.signs.MOST_ROWS", 500)

    assert all(sign.alone.n == 500 for sign in signs_of(customers(2000)))


@pytest.mark.parametrize(("low", "high", "sign"), [(0.1, 0.3, 1), (-0.3, -0.1, -1), (-0.1, 0.1, 0)])
def test_a_sign_needs_an_interval_without_zero(low, high, sign):
    assert sign_of(estimate((low + high) / 2, low, high, 100)) == sign
