"""Experience value (equation 5): dimensions into one value, touchpoints into one index."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats


def experience_value(dimensions: ArrayLike, omega: ArrayLike | None = None) -> Floats:
    """Return the weighted mean over the last axis; dimensions without a figure (NaN) leave their weight to the others.

    NaN where no dimension has a figure or the weights of those that have are all zero.

    >>> experience_value([[60.0, 90.0, float("nan")]]).tolist()
    [75.0]
    """
    scores = as_floats(dimensions)
    weights = np.ones(scores.shape[-1]) if omega is None else as_floats(omega)
    if (weights < 0).any():
        raise ValueError("weights must not be negative")
    present = np.isfinite(scores) * weights
    total = present.sum(axis=-1)
    filled = np.where(np.isfinite(scores), scores, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, (filled * present).sum(axis=-1) / total, np.nan)


def normalised(importance: ArrayLike) -> Floats:
    """Return importances (..., J) scaled to sum 1; equal shares where none has any."""
    weights = np.maximum(as_floats(importance), 0.0)
    total = weights.sum(axis=-1, keepdims=True)
    equal = np.full(weights.shape, 1.0 / max(weights.shape[-1], 1))
    return np.where(total > 0, weights / np.where(total > 0, total, 1.0), equal)


def experience_index(values: ArrayLike, importance: ArrayLike) -> Floats:
    """Return EVI, the mean of touchpoints' experience values (..., J) weighted by normalised importance (..., J).

    >>> round(float(experience_index([80.0, 60.0], [0.3, 0.1])), 6)
    75.0
    """
    return experience_value(as_floats(values), normalised(importance))
