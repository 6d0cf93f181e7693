"""The value of a customer follows the kind of business that the settings name."""

import numpy as np
import pytest

from analytics.models.settings import Settings
from analytics.numerics.returns.loyalty import fit_loyalty
from analytics.services.scoring.chain import value_by_loyalty

LEVELS = np.arange(11, dtype=np.float64)


@pytest.fixture
def curve():
    """Half of everybody comes back in a follow-up and then brings 10, at every level."""
    n = np.full((3, 11), 200.0)
    return fit_loyalty(n, n / 2, n * 5, np.zeros_like(n))


def value(curve, **settings):
    return float(value_by_loyalty(curve, Settings(**settings)).lifetime_value(LEVELS[None, :])[0, 5])


def test_regular_business_loses_those_who_stay_away(curve):
    expected = sum(10 * 0.5**h / 1.01**h for h in range(1, 13))

    assert value(curve) == pytest.approx(expected, rel=1e-6)


def test_business_without_contracts_may_see_them_again(curve):
    expected = sum(10 * 0.5 / 1.01**h for h in range(1, 13))

    assert value(curve, business="noncontractual") == pytest.approx(expected, rel=1e-6)


def test_longer_follow_up_means_fewer_periods(curve):
    expected = sum(10 * 0.5**h / 1.01 ** (3 * h) for h in range(1, 5))

    assert value(curve, follow_up_months=3) == pytest.approx(expected, rel=1e-6)
