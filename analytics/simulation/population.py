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
    """Regress loyalty on meeting a touchpoint and on its centred score (0 where it was not met).

    The weights are those of the score columns once meeting has been partialled out, as shares of all variation.
    """
    points = met.shape[1]
    centre = np.where(met, perceived, 0.0).sum(axis=0) / np.maximum(met.sum(axis=0), 1)
    columns = np.where(met, perceived - centre, 0.0)
    exposure = np.hstack([np.ones((len(level), 1)), met.astype(np.float64)])
    if len(level) <= 2 * points + 1 or (columns.std(axis=0) < 1e-12).any():
        return Projection(np.full(points, np.nan), np.full(points, np.nan), float("nan"), len(level))
    columns, outcome = _rest(exposure, columns), _rest(exposure, level.astype(np.float64)[:, None])[:, 0]
    slopes = np.linalg.solve(columns.T @ columns, columns.T @ outcome)
    size = np.sqrt((columns**2).sum(axis=0))
    together = columns.T @ columns / np.outer(size, size)
    related = columns.T @ outcome / (size * np.sqrt(((level - level.mean()) ** 2).sum()))
    weights = _relative_weights(together, related)
    return Projection(slopes, weights, float(weights.sum()), len(level))


def _rest(exposure: Floats, columns: Floats) -> Floats:
    """Return what remains of columns once exposure has been partialled out."""
    found = np.linalg.lstsq(exposure.T @ exposure, exposure.T @ columns, rcond=None)[0]
    rest: Floats = columns - exposure @ found
    return rest


def _relative_weights(together: Floats, related: Floats) -> Floats:
    """Return Johnson's relative weights; they add up to the variation that the columns explain."""
    roots, vectors = np.linalg.eigh(together)
    half = vectors @ np.diag(np.sqrt(np.maximum(roots, 0.0))) @ vectors.T
    weights: Floats = half**2 @ np.linalg.solve(half, related) ** 2
    return weights
