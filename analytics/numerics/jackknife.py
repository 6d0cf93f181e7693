"""Delete-a-group jackknife: intervals from group totals, without touching a row again.

A group is a bucket of customers (all answers of a customer are in one group, so intervals are robust to repeated
answers) or a cluster such as a store. Var = (B-1)/B * sum (theta_(b) - mean)^2, interval with t of B-1 degrees.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, Numbers, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import normal_quantile, t_quantile

METHOD = "delete-a-group jackknife"


def leave_one_out(groups: ArrayLike) -> Numbers:
    """Return the total over the B groups, then B totals without one group: shape (B, ...) becomes (1 + B, ...).

    Integers stay integers, so the totals are exact.

    >>> leave_one_out([[1, 2], [10, 20]]).tolist()
    [[11, 22], [10, 20], [1, 2]]
    """
    values = np.asarray(groups)
    total = values.sum(axis=0, keepdims=True, dtype=values.dtype)
    return np.concatenate([total, total - values])


def non_empty_groups(counts: ArrayLike) -> int:
    """Return how many of the B groups hold anything; this is the `effective_groups` of the functions below."""
    return int(np.count_nonzero(np.asarray(counts)))


def jackknife_se(replicates: ArrayLike, *, effective_groups: int | None = None) -> Floats:
    """Return the standard errors of statistics with replicates of shape (1 + B, ...).

    An empty group leaves the statistic as it is. With `effective_groups` = B_eff the B - B_eff empty groups are taken
    out exactly: they all equal replicate 0. Fewer than two groups give NaN: there is nothing to compare.
    """
    theta = as_floats(replicates)
    full, deleted = theta[0], theta[1:]
    groups = len(deleted)
    filled = groups if effective_groups is None else min(effective_groups, groups)
    if filled < 2:
        return np.full(full.shape, np.nan)
    shifted = deleted - full
    mean = shifted.sum(axis=0) / filled
    spread = (shifted**2).sum(axis=0) - filled * mean**2
    return as_floats(np.sqrt(np.maximum(spread, 0.0) * (filled - 1) / filled))


def jackknife_covariance(replicates: ArrayLike, *, effective_groups: int | None = None) -> Floats:
    """Return the covariance matrix (k, k) of k statistics with replicates (1 + B, k), as `jackknife_se` its diagonal.

    >>> jackknife_covariance([[2.0, 1.0], [1.5, 1.0], [2.0, 1.5], [2.5, 0.5]]).round(4).tolist()
    [[0.3333, -0.1667], [-0.1667, 0.3333]]
    """
    theta = as_floats(replicates)
    filled = len(theta) - 1 if effective_groups is None else min(effective_groups, len(theta) - 1)
    if filled < 2:
        return np.full((theta.shape[1], theta.shape[1]), np.nan)
    shifted = theta[1:] - theta[0]
    mean = shifted.sum(axis=0) / filled
    return as_floats((shifted.T @ shifted - filled * np.outer(mean, mean)) * (filled - 1) / filled)


def widened(replicates: ArrayLike, variance: float) -> Floats:
    """Return replicates (1 + B, ...) with deviations so much larger that their jackknife variance grows by `variance`.

    >>> before = np.array([2.0, 1.5, 2.0, 2.5])
    >>> (jackknife_se(widened(before, 1.0)) ** 2 - jackknife_se(before) ** 2).round(9).tolist()
    1.0
    """
    theta = as_floats(replicates)
    own = jackknife_se(theta) ** 2
    return as_floats(theta[:1] + (theta - theta[:1]) * np.sqrt(1 + divide(variance, own)))


def jackknife_estimate(
    replicates: ArrayLike,
    n: int,
    *,
    confidence: float = 0.90,
    bounds: tuple[float | None, float | None] | None = None,
    effective_groups: int | None = None,
    method: str = METHOD,
) -> Estimate:
    """Return the full-sample value (replicate 0) with a t interval of B_eff - 1 degrees of freedom.

    `bounds` clips the interval to where the statistic can lie. Fewer than two groups with data, or a replicate that
    is not finite, give "insufficient" with the reason. Where all `n` answers agree there is no spread to go by, and an
    interval of no width would claim that nobody at all thinks otherwise: between two bounds it is then as wide as the
    largest share of others (Wilson's interval of 0 in n), all of them at one bound, would make it.

    >>> found = jackknife_estimate([2.0, 1.5, 2.0, 2.5], n=30)
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (2.0, 0.314, 3.686)
    """
    theta = as_floats(replicates)
    groups = len(theta) - 1
    filled = groups if effective_groups is None else min(effective_groups, groups)
    if filled < 2:
        return insufficient(n, "all answers come from one group of customers, so no interval exists", method=method)
    if not np.isfinite(theta).all():
        return insufficient(n, "the figure cannot be calculated without each group of customers", method=method)
    width = float(t_quantile((1 + confidence) / 2, filled - 1) * jackknife_se(theta, effective_groups=filled))
    lower, upper = bounds or (None, None)
    if lower is not None and upper is not None and lower < upper and np.ptp(theta) == 0:
        ends = unanimous(float(theta[0]), n, (lower, upper), confidence=confidence)
        return estimate(float(theta[0]), *ends, n, method=f"{method}, all answers alike")
    low = theta[0] - width if lower is None else max(theta[0] - width, lower)
    high = theta[0] + width if upper is None else min(theta[0] + width, upper)
    return estimate(float(theta[0]), float(low), float(high), n, method=method)


def unanimous(value: float, n: int, bounds: tuple[float, float], *, confidence: float = 0.90) -> tuple[float, float]:
    """Return the interval of a mean of n answers that are all the same.

    >>> low, high = unanimous(10.0, 80, (0.0, 10.0))
    >>> round(low, 2), high
    (9.67, 10.0)
    """
    z = normal_quantile((1 + confidence) / 2)
    others = z**2 / (max(n, 1) + z**2)
    return value - others * (value - bounds[0]), value + others * (bounds[1] - value)


def bucket_draws(replicates: ArrayLike, draws: int, rng: np.random.Generator) -> Floats:
    """Return draws of statistics from replicates (1 + B, ...): multinomial weights over the groups, shape (draws, ...).

    One set of weights serves all statistics, so their joint variation is kept. The statistics are linearised by
    their pseudo-values and the draws are centred on the full-sample value.
    """
    theta = as_floats(replicates)
    groups = len(theta) - 1
    pseudo = (groups - 1) * (theta[1:].mean(axis=0) - theta[1:])
    weights = rng.multinomial(groups, np.full(groups, 1 / groups), size=draws) / groups
    return as_floats(theta[0] + np.tensordot(weights, pseudo, axes=1) * np.sqrt(groups / (groups - 1)))
