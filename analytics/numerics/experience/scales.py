"""Scales: exact integer units of the 0-10 scale, and the survey figures read from histograms (equation 1)."""

import math

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import normal_quantile, t_quantile

UNITS_PER_POINT = 252
TOP_UNITS = 10 * UNITS_PER_POINT
TOP_TWO = 2


def to_units(raw: int, *, lowest: int, highest: int, low_is_good: bool = False) -> int:
    """Return an answer on `lowest`..`highest` as 0..2520 units of 1/252 point; exact for scales of 2 to 11 steps.

    Raises ValueError if the answer lies outside its scale or the scale has no width.

    >>> to_units(4, lowest=1, highest=5)
    1890
    """
    if highest <= lowest or not lowest <= raw <= highest:
        raise ValueError(f"{raw} is not on a scale of {lowest} to {highest}")
    steps = (highest - raw) if low_is_good else (raw - lowest)
    width = highest - lowest
    return (2 * steps * TOP_UNITS + width) // (2 * width)


def to_points(units: ArrayLike) -> Floats:
    """Return units as points on 0-10."""
    return as_floats(units) / UNITS_PER_POINT


def loyalty_bin(units: int) -> int:
    """Return the bin 0..10 of a value in units, halves rounded up.

    >>> loyalty_bin(1890), loyalty_bin(1889)
    (8, 7)
    """
    return (units + UNITS_PER_POINT // 2) // UNITS_PER_POINT


def nps_replicates(histograms: ArrayLike) -> Floats:
    """Return net promoter scores (-100..100) of histograms (..., 11), NaN where a histogram is empty."""
    counts = as_floats(histograms)
    net = counts[..., 9:].sum(axis=-1) - counts[..., :7].sum(axis=-1)
    return 100.0 * divide(net, counts.sum(axis=-1), empty=math.nan)


def top_two_replicates(histograms: ArrayLike) -> Floats:
    """Return the share (0..100) of answers in the two best boxes of histograms (..., k), NaN where empty."""
    counts = as_floats(histograms)
    return 100.0 * divide(counts[..., -TOP_TWO:].sum(axis=-1), counts.sum(axis=-1), empty=math.nan)


def nps_from_histogram(histogram: ArrayLike, *, confidence: float = 0.90, effective_n: float | None = None) -> Estimate:
    """Return promoters (9, 10) minus detractors (0 to 6) in points, from the counts of the answers 0..10.

    The interval is the adjusted Wald interval (3/4 promoters, 3/4 detractors and 3/2 passives are added), clipped to
    -100..100; it has width also when all answers agree. Weighted counts are allowed: `effective_n` is then Kish's n.

    >>> found = nps_from_histogram([0, 0, 0, 0, 0, 0, 20, 0, 20, 0, 60], confidence=0.95)
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (40.0, 23.3799, 54.29)

    Rocks, B. (2016). Interval estimation for the net promoter score. The American Statistician 70(4), 365-372.
    """
    counts = as_floats(histogram)
    total = float(counts.sum())
    if total <= 0:
        return insufficient(0, "no answers")
    size = total if effective_n is None else effective_n
    promoters, detractors = (size * float(part.sum()) / total + 0.75 for part in (counts[9:], counts[:7]))
    added = size + 3.0
    net = (promoters - detractors) / added
    spread = math.sqrt(max((promoters + detractors) / added - net**2, 0.0) / added)
    width = _normal_quantile(confidence) * spread
    low, high = max(100 * (net - width), -100.0), min(100 * (net + width), 100.0)
    return estimate(float(nps_replicates(counts)), low, high, round(total), method="adjusted Wald")


def wilson(successes: float, n: float, *, confidence: float = 0.90) -> Estimate:
    """Return a share (0..1) with Wilson's score interval.

    >>> found = wilson(0, 20, confidence=0.95)
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (0.0, 0.0, 0.1611)

    Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion. Stat. Med. 17, 857-872.
    """
    if n <= 0:
        return insufficient(0, "no answers")
    z = _normal_quantile(confidence)
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    width = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low = min(max(middle - width, 0.0), share)  # rounding may put an end a hair on the wrong side of 0 or 1
    high = max(min(middle + width, 1.0), share)
    return estimate(share, low, high, round(n), method="Wilson")


def csat_from_histogram(histogram: ArrayLike, *, confidence: float = 0.90) -> Estimate:
    """Return the share (0..100) of answers in the two best boxes, from the counts of 1..5, with Wilson's interval.

    >>> csat_from_histogram([1, 1, 2, 3, 3]).value
    60.0
    """
    counts = as_floats(histogram)
    share = wilson(float(counts[-TOP_TWO:].sum()), float(counts.sum()), confidence=confidence)
    if share.value is None or share.low is None or share.high is None:
        return share
    return estimate(100 * share.value, 100 * share.low, 100 * share.high, share.n, method=share.method)


def ces_from_histogram(histogram: ArrayLike, *, lowest: int = 1, confidence: float = 0.90) -> Estimate:
    """Return the mean answer of an effort question from the counts of 1..7, with a t interval clipped to the scale.

    >>> ces_from_histogram([0, 0, 0, 0, 2, 0, 2]).value
    6.0
    """
    counts = as_floats(histogram)
    n = float(counts.sum())
    if n <= 0:
        return insufficient(0, "no answers")
    if n < 2:
        return insufficient(round(n), "one answer has no interval")
    answers = np.arange(lowest, lowest + len(counts), dtype=np.float64)
    mean = float(counts @ answers) / n
    variance = float(counts @ (answers - mean) ** 2) / (n - 1)
    width = t_quantile((1 + confidence) / 2, n - 1) * math.sqrt(variance / n)
    low, high = max(mean - width, answers[0]), min(mean + width, answers[-1])
    return estimate(mean, float(low), float(high), round(n), method="t interval")


def _normal_quantile(confidence: float) -> float:
    return normal_quantile((1 + confidence) / 2)
