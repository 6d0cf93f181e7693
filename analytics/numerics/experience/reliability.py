"""How much of a score of several items is what they share: Cronbach's alpha, McDonald's omega, Spearman-Brown.

From covariance matrices of the items, with replicates in front. Reliability is squeezed towards 1, so intervals are
those of -log(1 - reliability), brought back.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.experience.one_factor import one_factor_loadings
from analytics.numerics.jackknife import jackknife_estimate

ROWS_PER_ITEM = 10
CONSTANT = 1e-12
PERFECT = 1e-9
CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability of a sum of k items, 0..1.

    `best` is the one to report: Spearman-Brown for two items, omega for more, alpha where one factor does not fit. Its
    method says which it is, and its reason why it is not omega.
    """

    items: int
    best: Estimate
    alpha: Estimate
    omega: Estimate


def reliability(covariances: ArrayLike, n: int, *, effective_groups: int | None = None) -> Reliability:
    """Return the reliability of a score from its items' covariance matrices (R, k, k) and n respondents.

    Replicate 0 is the full sample, the others leave a group out; with a single matrix the intervals are Feldt's and
    omega has none. One item, an item that does not vary, fewer than 10 respondents an item, items that do not go
    together and items that are all answered alike are insufficient, with the reason.

    >>> found = reliability([[[1.0, 0.5], [0.5, 1.0]]], n=200)
    >>> round(found.best.value, 4), round(found.best.low, 4), found.best.method
    (0.6667, 0.5789, 'Spearman-Brown')
    """
    matrices = as_floats(covariances)
    items = matrices.shape[-1]
    reason = _refusal(matrices, n)
    if reason:
        nothing = insufficient(n, reason)
        return Reliability(items, nothing, nothing, nothing)
    alpha = _interval(alpha_replicates(matrices), n, items, effective_groups, "Cronbach's alpha")
    if items == 2:
        pair = _interval(spearman_brown_replicates(matrices), n, items, effective_groups, "Spearman-Brown")
        return Reliability(items, pair, alpha, insufficient(n, "omega needs three items"))
    omega = _omega(matrices, n, effective_groups)
    best = replace(alpha, reason=alpha.reason or omega.reason) if omega.value is None else omega
    return Reliability(items, best, alpha, omega)


def alpha_replicates(covariances: ArrayLike) -> Floats:
    """Return Cronbach's alpha (R,) of covariance matrices (R, k, k), k > 1: it assumes equally good items.

    >>> alpha_replicates([[[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]]]).tolist()
    [0.75]
    """
    matrices = as_floats(covariances)
    items = matrices.shape[-1]
    own = np.einsum("...ii->...", matrices)
    return as_floats(items / (items - 1) * (1 - divide(own, matrices.sum(axis=(-2, -1)), empty=math.nan)))


def spearman_brown_replicates(covariances: ArrayLike) -> Floats:
    """Return 2 r / (1 + r) of pairs of items (R, 2, 2): the better answer for two items than alpha (Eisinga 2013)."""
    matrices = as_floats(covariances)
    r = divide(matrices[:, 0, 1], np.sqrt(matrices[:, 0, 0] * matrices[:, 1, 1]), empty=math.nan)
    return as_floats(divide(2 * r, 1 + r, empty=math.nan))


def omega_replicates(covariances: ArrayLike) -> tuple[Floats, str]:
    """Return McDonald's omega (R,), (sum of loadings)^2 over that plus what is not shared, and why one factor fails.

    >>> found, reason = omega_replicates([[[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]]])
    >>> found.round(6).tolist(), reason
    ([0.75], '')
    """
    matrices = as_floats(covariances)
    sd = np.sqrt(np.einsum("rii->ri", matrices))
    loadings, reason = one_factor_loadings(matrices / (sd[:, :, None] * sd[:, None, :]))
    shared = (loadings * sd).sum(axis=1) ** 2
    alone = ((1 - loadings**2) * sd**2).sum(axis=1)
    return divide(shared, shared + alone, empty=math.nan), reason


def feldt_interval(alpha: float, n: int, items: int, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the interval of alpha for normal items: (1 - alpha) / (1 - estimate) is F with n - 1, (n - 1)(k - 1).

    Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty.
    """
    above, below = n - 1, (n - 1) * (items - 1)
    tails = ((1 + confidence) / 2, (1 - confidence) / 2)
    low, high = (1 - (1 - alpha) * float(scipy.special.fdtri(above, below, tail)) for tail in tails)
    return low, high


def _refusal(matrices: Floats, n: int) -> str:
    items = matrices.shape[-1]
    if items < 2:
        return "one item says nothing about its reliability"
    if n < ROWS_PER_ITEM * items:
        return f"{n} respondents for {items} items, at least {ROWS_PER_ITEM} each are needed"
    variances = np.einsum("rii->ri", matrices)
    if not np.isfinite(matrices).all() or (variances <= CONSTANT).any():
        return "an item does not vary"
    if (alpha_replicates(matrices) <= 0).any():
        return "the items do not go together: they measure different things, or one runs the other way"
    return ""


def _omega(matrices: Floats, n: int, groups: int | None) -> Estimate:
    values, reason = omega_replicates(matrices)
    if not reason and len(matrices) == 1:
        reason = "one matrix alone gives no interval for omega"
    return insufficient(n, reason) if reason else _interval(values, n, matrices.shape[-1], groups, "McDonald's omega")


def _interval(values: Floats, n: int, items: int, groups: int | None, method: str) -> Estimate:
    """Return the reliability with the jackknife's interval of its transform, or Feldt's where there is one matrix."""
    if (1 - values < PERFECT).any():
        return insufficient(n, "all items are answered alike, so nothing is known of their noise", method=method)
    if len(values) == 1:
        return estimate(float(values[0]), *feldt_interval(float(values[0]), n, items), n, method=method)
    found = jackknife_estimate(-np.log(1 - values), n, confidence=CONFIDENCE, effective_groups=groups, method=method)
    if found.low is None or found.high is None:
        return found
    low, high = (max(-math.expm1(-end), 0.0) for end in (found.low, found.high))
    return estimate(float(values[0]), low, high, n, method=method)
