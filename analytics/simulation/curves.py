"""The true curves behind behaviour: chance to buy again, amount, referrals, and the value of a customer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVELS: Floats = np.arange(11, dtype=np.float64)


def repurchase_curve(world: World) -> Floats:
    """Return p (segments, 11): the chance of an order in the following month at each loyalty level."""
    return repurchase_at(world, np.arange(len(world.segments))[:, None], LEVELS)


def repurchase_at(world: World, segment: Ints, loyalty: Floats) -> Floats:
    """Return the chance of an order in the following month for customers of segments (...) with loyalty (...)."""
    curve = world.repurchase
    shifts = np.array([part.repurchase_shift for part in world.segments])[segment]
    if curve.shape == "s_shape":
        rise = _logistic(curve.steepness * (loyalty - curve.middle) + shifts)
        return curve.low + (curve.high - curve.low) * rise
    return _logistic(curve.intercept + curve.slope * loyalty + curve.quadratic * loyalty**2 + shifts)


def revenue_curve(world: World, loyalty: Floats = LEVELS) -> Floats:
    """Return m (...): the mean amount of an order, in major units, given that there is one."""
    return world.revenue.intercept + world.revenue.slope * loyalty


def referral_curve(world: World, loyalty: Floats = LEVELS) -> Floats:
    """Return rho (...): the expected number of customers referred in the following month."""
    return np.exp(world.referral.intercept + world.referral.slope * loyalty)


def lifetime_value(world: World) -> Floats:
    """Return CLV (segments, 11) in major units: equation (8), regular business, without referrals."""
    return lifetime_value_at(world, np.arange(len(world.segments))[:, None], LEVELS)


def lifetime_value_at(world: World, segment: Ints, loyalty: Floats) -> Floats:
    """Return CLV in major units of customers of segments (...) with loyalty (...)."""
    value = world.value
    kept = repurchase_at(world, segment, loyalty) / (1.0 + value.discount_rate_monthly)
    total = sum(kept**age for age in range(1, value.horizon_months + 1))
    clv: Floats = value.margin_rate * revenue_curve(world, loyalty) * total
    return clv


def _logistic(line: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-line))
