"""How much cells really differ: not one variance but a weight for each, given the cells of some groups (REML)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats

STEPS = 64
FARTHEST = 3.0
NEGLIGIBLE = 1e-6


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of the variance between cells tau2 (G,) with weights (G,) that add up to 1.

    Not `known` where no two cells could be compared; tau2 is then 0.
    """

    tau2: Floats
    weights: Floats
    known: bool = True

    @property
    def mean(self) -> float:
        """Return the mean variance between cells."""
        return float(self.weights @ self.tau2)

    def pull(self, variances: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of B = v / (v + tau2) of cells with these variances; 1 and 0 where infinite."""
        known = np.isfinite(variances)
        v = np.where(known, variances, 1.0)
        b = v / (v + self.tau2[:, None])
        mean = self.weights @ b
        spread = self.weights @ (b - mean) ** 2
        return np.where(known, mean, 1.0), np.where(known, spread, 0.0)

    def precision(self, variances: Floats) -> Floats:
        """Return the mean of 1 / (v + tau2): what a cell says about the level of its group; 0 where infinite."""
        known = np.isfinite(variances)
        v = np.where(known, variances, 1.0)
        return np.where(known, self.weights @ (1.0 / (v + self.tau2[:, None])), 0.0)


def spread_between(means: ArrayLike, variances: ArrayLike, groups: ArrayLike) -> Spread:
    """Return how much cells (k,) differ inside their groups, `groups` (k,) being whole numbers from 0.

    The restricted likelihood of tau2 given what cells of one group say against each other, times a flat prior on tau
    (Gelman 2006). Where no group has two cells with finite variance, nothing is known about it and tau2 is 0: an only
    child is its parent.

    >>> spread_between([1.0, 3.0, 2.0], [0.5, 0.5, np.inf], [0, 0, 0]).mean > 1
    True
    >>> spread_between([1.0, 3.0], [0.5, 0.5], [0, 1]).mean
    0.0
    """
    y, v, group = as_floats(means), as_floats(variances), np.asarray(groups, dtype=np.int64)
    known = np.isfinite(v) & np.isfinite(y)
    group, sizes = _numbered(group[known])
    compared = sizes[group] > 1
    y, v, group = y[known][compared], v[known][compared], group[compared]
    if not len(y):
        return Spread(np.zeros(1), np.ones(1), known=False)
    group, _ = _numbered(group)
    order = np.argsort(group, kind="stable")
    y, v, starts = y[order], v[order], np.flatnonzero(np.diff(group[order], prepend=-1))
    return _weighed(y, v, starts)


def _numbered(group: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return groups numbered from 0 without gaps, and their sizes."""
    _, numbers, sizes = np.unique(group, return_inverse=True, return_counts=True)
    return numbers.astype(np.int64), sizes.astype(np.int64)


def _weighed(y: Floats, v: Floats, starts: NDArray[np.int64]) -> Spread:
    """Return the weights on a coarse grid of tau, then once more on a fine one where the coarse has any."""
    low, high = 0.0, FARTHEST * float(np.ptp(y) + np.sqrt(np.median(v)))
    for _ in range(2):
        tau = np.linspace(low, high, STEPS)
        likelihood = _log_likelihood(tau**2, y, v, starts)
        weights = np.exp(likelihood - likelihood.max())
        used = np.flatnonzero(weights > NEGLIGIBLE)
        low, high = tau[max(used[0] - 1, 0)], tau[min(used[-1] + 1, STEPS - 1)]
    return Spread(as_floats(tau**2), as_floats(weights / weights.sum()))


def _log_likelihood(tau2: Floats, y: Floats, v: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return the restricted log-likelihood (G,) of cells sorted by group, each group's level being unknown."""
    total = v + tau2[:, None]
    precision = 1.0 / total
    sums = np.add.reduceat(precision, starts, axis=1)
    level = np.add.reduceat(precision * y, starts, axis=1) / sums
    sizes = np.diff(np.append(starts, len(y)))
    away = (y - np.repeat(level, sizes, axis=1)) ** 2 * precision
    return as_floats(-0.5 * (np.log(total).sum(axis=1) + np.log(sums).sum(axis=1) + away.sum(axis=1)))
