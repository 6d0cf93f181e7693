"""Bucket bootstrap: what might have been measured, had other customers of the same kind answered.

Whole buckets of customers are drawn with replacement, so repeated answers of a customer stay together, and totals of
drawn buckets come from sums that are stored already. For ranks and other figures that jump, which a jackknife misses.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Numbers, as_floats

DRAWS = 1000


def bucket_weights(counts: ArrayLike, *, seed: int, draws: int = DRAWS) -> NDArray[np.int64]:
    """Return how often each of B buckets is drawn, (draws, B); only those of `counts` (B,) that hold anything are.

    The same seed gives the same draws. Raises ValueError if fewer than two buckets hold anything.

    >>> bucket_weights([3, 0, 5, 2], seed=1, draws=2).tolist()
    [[1, 0, 2, 0], [0, 0, 3, 0]]
    """
    filled = as_floats(counts) > 0
    groups = int(filled.sum())
    if groups < 2:
        raise ValueError("fewer than two buckets hold anything, so there is nothing to draw")
    weights = np.zeros((draws, len(filled)), dtype=np.int64)
    weights[:, filled] = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=draws)
    return weights


def resampled(groups: ArrayLike, weights: ArrayLike) -> Numbers:
    """Return the total over B groups, then the totals of the draws: (B, ...) becomes (1 + draws, ...).

    Integers stay integers, so the totals are exact.

    >>> resampled([[1, 2], [10, 20]], [[2, 0]]).tolist()
    [[11, 22], [2, 4]]
    """
    values = np.asarray(groups)
    drawn = np.tensordot(np.asarray(weights), values, axes=1)
    return np.concatenate([values.sum(axis=0, keepdims=True, dtype=values.dtype), drawn.astype(values.dtype)])
