"""How much of the variation each of several correlated columns explains: Johnson, LMG, and inflation of variance."""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

LMG_LIMIT = 14
SINGULAR = 1e-9


def johnson_weights(correlations: ArrayLike, with_outcome: ArrayLike) -> Floats:
    """Return Johnson's relative weights (..., p) of columns with correlations (..., p, p); they sum to R2.

    R = Q L Q', W = R^(1/2), w = W^-1 r, weights = (W∘W)(w∘w); directions without variation count for nothing.

    >>> johnson_weights([[1.0, 0.0], [0.0, 1.0]], [0.6, 0.2]).round(4).tolist()
    [0.36, 0.04]

    Johnson, J. W. (2000). A heuristic method for estimating the relative weight of predictor variables.
    Multivariate Behavioral Research 35, 1-19.
    """
    values, vectors = np.linalg.eigh(as_floats(correlations))
    values = np.where(values > SINGULAR, values, 0.0)
    turned = np.swapaxes(vectors, -1, -2) @ as_floats(with_outcome)[..., None]
    scores = vectors @ (divide(1.0, np.sqrt(values))[..., None] * turned)
    root = (vectors * np.sqrt(values)[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    return as_floats(((root**2) @ (scores**2))[..., 0])


def lmg(correlations: ArrayLike, with_outcome: ArrayLike) -> Floats:
    """Return each column's share of R2 averaged over all orders of entry (Shapley value), exact, p <= 14.

    Raises ValueError above 14 columns (2^p regressions) or if columns are perfectly collinear.

    >>> lmg([[1.0, 0.5], [0.5, 1.0]], [0.6, 0.6]).round(4).tolist()
    [0.24, 0.24]

    Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. J. Stat. Software 17(1).
    """
    matrix, outcome = as_floats(correlations), as_floats(with_outcome)
    p = len(outcome)
    if p > LMG_LIMIT:
        raise ValueError(f"{p} columns are too many for exact LMG weights, at most {LMG_LIMIT}")
    if np.linalg.eigvalsh(matrix)[0] < SINGULAR:
        raise ValueError("columns are perfectly collinear")
    explained, sizes = _explained_by_subset(matrix, outcome)
    masks = np.arange(1 << p)
    shares = np.zeros(p)
    for column in range(p):
        without = masks[(masks >> column) & 1 == 0]
        gain = explained[without | (1 << column)] - explained[without]
        chance = np.array([1.0 / (p * comb(p - 1, size)) for size in range(p)])
        shares[column] = float(gain @ chance[sizes[without]])
    return shares


def variance_inflation(correlations: ArrayLike) -> tuple[float | None, ...]:
    """Return each column's variance inflation factor, None for columns that the others reproduce exactly.

    >>> variance_inflation([[1.0, 0.6], [0.6, 1.0]])
    (1.5625, 1.5625)
    """
    matrix = as_floats(correlations)
    values, vectors = np.linalg.eigh(matrix)
    inverse = np.einsum("ij,j,ij->i", vectors, divide(1.0, np.where(values > SINGULAR, values, 0.0)), vectors)
    lost = lost_columns(matrix)
    return tuple(None if gone else round(float(factor), 12) for factor, gone in zip(inverse, lost, strict=True))


def lost_columns(correlations: Floats) -> list[list[int]]:
    """Return for each column the columns that it moves exactly together with (empty for a free column)."""
    values, vectors = np.linalg.eigh(correlations)
    null = vectors[:, values <= SINGULAR]
    shadow = np.abs(null @ null.T) > 1e-6
    return [[int(other) for other in np.flatnonzero(row)] if row[index] else [] for index, row in enumerate(shadow)]


def _explained_by_subset(matrix: Floats, outcome: Floats) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return R2 of each subset of columns (indexed by bit mask) and the subsets' sizes."""
    p = len(outcome)
    explained = np.zeros(1 << p)
    sizes = np.zeros(1 << p, dtype=np.intp)
    for size in range(1, p + 1):
        chosen = np.array(list(combinations(range(p), size)))
        masks = (1 << chosen).sum(axis=1)
        right = outcome[chosen]
        slopes = np.linalg.solve(matrix[chosen[:, :, None], chosen[:, None, :]], right[..., None])[..., 0]
        explained[masks] = (slopes * right).sum(axis=1)
        sizes[masks] = size
    return explained, sizes
