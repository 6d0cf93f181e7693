"""Is a touchpoint the same experience in every channel? One number, 0-100, with an interval and a test.

The spread is how far the channels' mean scores lie from their common mean beyond what chance alone does, in points of
0-100; half of all answers at 0 and half at 100 would be a spread of 50, the largest there is, and an index of 0.
Where segments are known, each channel's mean is that of the same mix of segments: who uses a channel is no fault of it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient

LEAST_ANSWERS = 30
LEAST_IN_SEGMENT = 5
LEAST_SHARE = 0.5
SMALLEST_VARIANCE = 0.05
LARGEST_SPREAD = 50.0
CONFIDENCE = 0.90
METHOD = "Welch's test between channels"


@dataclass(frozen=True, slots=True)
class Consistency:
    """How alike channels are. `p_value` is the chance of such differences if all were the same, None without a figure.

    `means` (C,) are the channels' mean scores 0-100, NaN where a channel has too few answers; `adjusted` says whether
    they are those of one mix of segments.
    """

    index: Estimate  # 100: the same in every channel
    spread: Estimate  # points of 0-100
    p_value: float | None
    means: Floats
    adjusted: bool


@dataclass(frozen=True, slots=True)
class _Means:
    """Mean scores of C channels with error variances, and the degrees of freedom these have."""

    values: Floats
    variances: Floats
    degrees: Floats


def channel_consistency(
    n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, design_effect: float = 1.0
) -> Consistency:
    """Return how alike the channels of one touchpoint are, from cells (C,) or (C, S) of channels and segments.

    n answers, total and squares the sums of scores 0-100 and of their squares; `design_effect` >= 1 is how much more
    the means vary because customers answer repeatedly. Channels with fewer than 30 answers take no part. Segments count
    where every channel has 5 answers; together they must hold half of all answers, or the plain means are compared.
    """
    cells = [as_floats(part).reshape(len(as_floats(part)), -1) for part in (n, total, squares)]
    used = cells[0].sum(axis=1) >= LEAST_ANSWERS
    answers = round(float(cells[0][used].sum()))
    if used.sum() < 2:
        return _unknown(len(used), answers, f"fewer than two channels have {LEAST_ANSWERS} answers")
    kept, mix = _comparable([part[used] for part in cells])
    if _pooled_variance(*kept) <= 0:
        return _unknown(len(used), answers, "every answer within a channel is the same")
    found = _standardised(kept, mix, design_effect)
    means = np.full(len(used), np.nan)
    means[used] = found.values
    spread = _spread(found, answers)
    return Consistency(_index(spread), spread, _welch(found), means, adjusted=len(mix) > 1)


def _unknown(channels: int, answers: int, reason: str) -> Consistency:
    nothing = insufficient(answers, reason, method=METHOD)
    return Consistency(nothing, nothing, None, np.full(channels, np.nan), adjusted=False)


def _comparable(cells: Sequence[Floats]) -> tuple[list[Floats], Floats]:
    """Return the cells of the segments that every channel has and their mix, or one cell a channel."""
    common: Bools = (cells[0] >= LEAST_IN_SEGMENT).all(axis=0)
    held = cells[0][:, common].sum()
    if common.sum() < 2 or held < LEAST_SHARE * cells[0].sum():
        return [part.sum(axis=1, keepdims=True) for part in cells], np.ones(1)
    return [part[:, common] for part in cells], as_floats(cells[0][:, common].sum(axis=0) / held)


def _pooled_variance(n: Floats, total: Floats, squares: Floats) -> float:
    within = np.maximum(squares - divide(total**2, n), 0.0).sum()
    variance = float(divide(within, n.sum() - n.size))
    return variance if variance > 1e-9 else 0.0


def _standardised(cells: Sequence[Floats], mix: Floats, design_effect: float) -> _Means:
    """Return each channel's mean over one mix of segments (S,); a few answers that agree are not taken for exact."""
    n, total, squares = cells
    own = np.maximum(squares - total**2 / n, 0.0) / np.maximum(n - 1, 1)
    variances = design_effect * np.maximum(own, SMALLEST_VARIANCE * _pooled_variance(n, total, squares)) / n
    parts = mix**2 * variances
    error = parts.sum(axis=1)
    return _Means((total / n) @ mix, error, error**2 / (parts**2 / np.maximum(n - 1, 1)).sum(axis=1))


def _welch(means: _Means) -> float:
    """Return the p-value of Welch's test that all channels have the same mean."""
    channels, weights = len(means.values), 1 / means.variances
    share = ((1 - weights / weights.sum()) ** 2 / means.degrees).sum()
    scale = 1 + 2 * (channels - 2) * share / (channels**2 - 1)
    statistic = _heterogeneity(means) / (channels - 1) / scale
    return float(scipy.special.fdtrc(channels - 1, (channels**2 - 1) / (3 * share), statistic))


def _heterogeneity(means: _Means) -> float:
    weights = 1 / means.variances
    centre = weights @ means.values / weights.sum()
    return float(weights @ (means.values - centre) ** 2)


def _spread(means: _Means, n: int) -> Estimate:
    """Return the channels' standard deviation around their common mean, weighted by precision.

    The weighted squares divided by the error variances follow a non-central chi-square; its non-centrality is the
    squared spread times the weights, so an interval of one is an interval of the other.
    """
    found, free, weight = _heterogeneity(means), len(means.values) - 1, float((1 / means.variances).sum())
    low = _non_centrality(found, free, (1 + CONFIDENCE) / 2)
    high = _non_centrality(max(found, float(free)), free, (1 - CONFIDENCE) / 2)
    value, lower, upper = (
        min(math.sqrt(size / weight), LARGEST_SPREAD) for size in (max(found - free, 0.0), low, high)
    )
    return estimate(value, lower, upper, n, method=METHOD)


def _non_centrality(found: float, free: int, probability: float) -> float:
    """Return the non-centrality at which a chi-square lies below what was found with this probability, at least 0."""
    if scipy.special.chndtr(found, free, 0.0) <= probability:
        return 0.0
    return float(scipy.special.chndtrinc(found, free, probability))


def _index(spread: Estimate) -> Estimate:
    """Return 100 times one minus the spread's share of the largest there is."""
    if spread.value is None or spread.low is None or spread.high is None:
        return spread
    value, low, high = (100.0 * (1 - size / LARGEST_SPREAD) for size in (spread.value, spread.high, spread.low))
    return estimate(value, low, high, spread.n, method=METHOD)
