"""The linear projection of loyalty on experience in a whole population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Projection:
    """Slopes (J,) of equation (6), relative weights (J,) of the score columns, R2 and the number of rows."""

    slopes: Floats
    importance: Floats
    r2: float
    n: int

    def ranks(self) -> list[int]:
        """Return 1 for the most important touchpoint, and so on."""
        order = np.argsort(-self.importance, kind="stable")
        ranks = np.empty(len(order), dtype=int)
        ranks[order] = np.arange(1, len(order) + 1)
        return [int(rank) for rank in ranks]


def project(met: NDArray[np.bool_], perceived: Floats, level: NDArray[np.int64]) -> Projection:
    """Regress loyalty on meeting a touchpoint and on its centred score (0 where it was not met)."""
    points = met.shape[1]
    count = np.maximum(met.sum(axis=0), 1)
    centre = np.where(met, perceived, 0.0).sum(axis=0) / count
    columns = np.hstack([np.where(met, perceived - centre, 0.0), met.astype(np.float64)])
    columns = columns[:, columns.std(axis=0) > 1e-12]
    if columns.shape[1] < points or len(level) <= columns.shape[1]:
        return Projection(np.full(points, np.nan), np.full(points, np.nan), float("nan"), len(level))
    outcome = level - level.mean()
    centred = columns - columns.mean(axis=0)
    slopes = np.linalg.lstsq(centred.T @ centred, centred.T @ outcome, rcond=None)[0]
    weights = _relative_weights(np.corrcoef(np.column_stack([columns, level]), rowvar=False))
    return Projection(slopes[:points], weights[:points], float(weights.sum()), len(level))


def _relative_weights(correlation: Floats) -> Floats:
    """Return Johnson's relative weights of all but the last variable, which is the outcome; they add up to R2."""
    roots, vectors = np.linalg.eigh(correlation[:-1, :-1])
    half = vectors @ np.diag(np.sqrt(np.maximum(roots, 0.0))) @ vectors.T
    weights: Floats = half**2 @ np.linalg.solve(half, correlation[:-1, -1]) ** 2
    return weights
