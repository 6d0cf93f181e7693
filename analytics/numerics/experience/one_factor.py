"""One factor behind several items, by least squares on the correlations between them."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

ROUNDS = 5000
TOLERANCE = 1e-11
LEAST_ITEMS = 3


def one_factor_loadings(correlations: ArrayLike) -> tuple[Floats, str]:
    """Return the loadings (R, k) that come nearest to correlations (R, k, k), and why they are of no use, or "".

    Each loading in turn is set to the best one given the others, until none moves. The factor points the way of most
    items. Of no use: fewer than three items, a loading above 1 (Heywood case), an item that runs against the others, or
    loadings that do not settle.

    >>> loadings, reason = one_factor_loadings([[[1.0, 0.48, 0.4], [0.48, 1.0, 0.3], [0.4, 0.3, 1.0]]])
    >>> loadings.round(6).tolist(), reason
    ([[0.8, 0.6, 0.5]], '')
    """
    matrices = as_floats(correlations)
    items = matrices.shape[-1]
    if items < LEAST_ITEMS:
        return np.zeros(matrices.shape[:2]), "one factor needs three items"
    between = matrices * (1 - np.eye(items))
    loadings = _start(between)
    for _ in range(ROUNDS):
        before = loadings.copy()
        for item in range(items):
            size = (loadings**2).sum(axis=1) - loadings[:, item] ** 2
            loadings[:, item] = divide((between[:, item] * loadings).sum(axis=1), size)
        if np.abs(loadings - before).max() <= TOLERANCE or np.abs(loadings).max() > LEAST_ITEMS:
            break
    loadings = loadings * np.where(loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return loadings, _failure(loadings, settled=bool(np.abs(np.abs(loadings) - np.abs(before)).max() <= TOLERANCE))


def _start(between: Floats) -> Floats:
    """Return loadings that the mean correlation of each item suggests."""
    items = between.shape[-1]
    common = np.sqrt(np.maximum(between.sum(axis=(1, 2)) / (items * (items - 1)), 0.01))
    return as_floats(np.clip(divide(between.sum(axis=2) / (items - 1), common[:, None]), -0.95, 0.95))


def _failure(loadings: Floats, *, settled: bool) -> str:
    if np.abs(loadings).max() > 1:
        return "one factor would explain more than all of an item (Heywood case)"
    if not settled:
        return "the loadings of one factor did not settle"
    if (loadings <= 0).any():
        return "an item runs against the others"
    return ""
