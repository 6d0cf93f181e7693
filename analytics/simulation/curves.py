"""The true curves behind behaviour: chance to buy again, amount, referrals, and the value of a customer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.world import World

Floats = NDArray[np.float64]
LEVELS: Floats = np.arange(11, dtype=np.float64)


def repurchase_curve(world: World) -> Floats:
    """Return p (segments, 11): the chance of an order in the following month at each loyalty level."""
    curve = world.repurchase
    shifts = np.array([segment.repurchase_shift for segment in world.segments])[:, None]
    if curve.shape == "s_shape":
        rise = _logistic(curve.steepness * (LEVELS - curve.middle) + shifts)
        return curve.low + (curve.high - curve.low) * rise
    return _logistic(curve.intercept + curve.slope * LEVELS + curve.quadratic * LEVELS**2 + shifts)


def revenue_curve(world: World) -> Floats:
    """Return m (11,): the mean amount of an order, in major units, given that there is one."""
    return world.revenue.intercept + world.revenue.slope * LEVELS


def referral_curve(world: World) -> Floats:
    """Return rho (11,): the expected number of customers referred in the following month."""
    return np.exp(world.referral.intercept + world.referral.slope * LEVELS)


def lifetime_value(world: World) -> Floats:
    """Return CLV (segments, 11) in major units: equation (8), regular business, without referrals."""
    value = world.value
    chance = repurchase_curve(world)
    ages = np.arange(1, value.horizon_months + 1)
    kept = (chance[..., None] / (1.0 + value.discount_rate_monthly)) ** ages
    clv: Floats = value.margin_rate * revenue_curve(world) * kept.sum(axis=-1)
    return clv


def _logistic(line: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-line))
