"""Customers with a known link between what they did and whether they come back."""

import numpy as np
from scipy import special

from analytics.numerics.prediction.columns import Block, Column


def customers(n, *, seed=1, strength=1.0, shift=0.0):
    """Return a block whose outcome follows orders and recency; noise and a category have no part in it."""
    rng = np.random.default_rng(seed)
    orders = rng.poisson(2.0, n) + 1.0
    recency = rng.exponential(60.0, n)
    noise = rng.normal(size=n)
    city = rng.choice(np.array(["north", "south"], dtype=object), n)
    odds = shift - 1.0 + strength * (0.8 * np.log(orders) - 0.02 * recency)
    outcome = (rng.random(n) < special.expit(odds)).astype(float)
    columns = (
        Column("recency_days", recency, expected=-1),
        Column("orders", orders, activity=True, expected=1),
        Column("noise", noise),
        Column("city", city),
    )
    return Block(columns, outcome)
