"""Forgetting (equation 3): an answer counts half after a half-life, and the running sum costs one step a day."""

import math

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats

HALF_LIFE_DAYS = 60.0


def decay_weights(ages: ArrayLike, *, half_life: float = HALF_LIFE_DAYS) -> Floats:
    """Return 2^(-age / h) for ages in days; h must be positive.

    >>> decay_weights([0, 60, 120]).tolist()
    [1.0, 0.5, 0.25]
    """
    if not half_life > 0:
        raise ValueError("the half-life must be positive")
    return np.exp2(-as_floats(ages) / half_life)


def decayed_sums(daily: ArrayLike, *, half_life: float = HALF_LIFE_DAYS) -> Floats:
    """Return S_t = 2^(-1/h) S_{t-1} + new_t for daily sums (days, ...), oldest first."""
    kept = float(decay_weights(1.0, half_life=half_life))
    sums = np.array(as_floats(daily))
    for day in range(1, len(sums)):
        sums[day] += kept * sums[day - 1]
    return sums


def days_of_memory(half_life: float = HALF_LIFE_DAYS) -> float:
    """Return the days of even data that carry as much information as the decayed series, 2 h / ln 2 (Kish).

    >>> round(days_of_memory(60.0), 1)
    173.1
    """
    return 2 * half_life / math.log(2)
