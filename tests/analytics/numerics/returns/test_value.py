"""Value of a customer."""

import numpy as np
import pytest

from analytics.numerics.returns.loyalty import fit_loyalty
from analytics.numerics.returns.value import discounted_periods, value_curve

LEVELS = np.arange(11.0)
TERMS = {"margin_rate": 0.4, "horizon": 12, "discount": 0.01}


@pytest.fixture
def curve():
    n = np.full((3, 11), 1000.0)
    back = n / (1 + np.exp(1.6 - 0.34 * LEVELS))
    return fit_loyalty(n, back, back * (60 + 4 * LEVELS), n * np.exp(-4 + 0.2 * LEVELS))


def test_value_is_the_sum_of_discounted_months(curve):
    rate, money = 1 / (1 + np.exp(1.6 - 0.34 * LEVELS)), 60 + 4 * LEVELS
    own = 0.4 * money * sum((rate / 1.01) ** month for month in range(1, 13))
    referred = np.exp(-4 + 0.2 * LEVELS) * (0.5 * own.mean() + 30)

    found = value_curve(curve, **TERMS, referral_share=0.5, acquisition_cost=30).table

    assert found == pytest.approx(np.tile(own + referred, (3, 1)), rel=1e-8)


def test_value_is_smooth_between_levels(curve):
    value = value_curve(curve, **TERMS)

    below, between, above = value([[7.0, 7.5, 8.0]])[0]

    assert below < between < above


def test_value_takes_any_shape_of_levels(curve):
    value = value_curve(curve, **TERMS)

    assert value(np.full((3, 4, 5), 6.0)).shape == (3, 4, 5)
    assert value(np.full((1, 2), 6.0)).shape == (3, 2)


def test_doubling_margins_doubles_value(curve):
    assert value_curve(curve, margin_rate=0.8, horizon=12, discount=0.01).table == pytest.approx(
        2 * value_curve(curve, **TERMS).table, rel=1e-12
    )


def test_a_long_horizon_comes_near_for_ever():
    assert discounted_periods([0.9], horizon=2000, discount=0.1) == pytest.approx(
        discounted_periods([0.9], horizon=None, discount=0.1)
    )


def test_certain_repurchase_without_discount_counts_the_months():
    assert discounted_periods([1.0], horizon=12, discount=0.0).tolist() == [12.0]


@pytest.mark.parametrize(
    ("horizon", "discount"), [(0, 0.01), (None, 0.0), (12, -1.0)], ids=["no horizon", "endless", "rate"]
)
def test_senseless_terms_are_refused(horizon, discount):
    with pytest.raises(ValueError, match=r"horizon|discount"):
        discounted_periods([0.5], horizon=horizon, discount=discount)


def test_the_part_of_referrals_is_a_share(curve):
    none = value_curve(curve, **TERMS, referral_share=0.0)
    some = value_curve(curve, **TERMS, referral_share=0.5, acquisition_cost=30)

    assert none.referral_part() == 0.0
    assert 0.0 < some.referral_part() < 0.25


def test_negative_margins_give_no_share_of_referrals(curve):
    assert value_curve(curve, margin_rate=-0.1, horizon=12, discount=0.01).referral_part() == 0.0
