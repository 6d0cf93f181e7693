"""How well a score tells customers with the outcome from those without: the area under the ROC curve.

The area is the chance that a customer with the outcome has the higher score, ties counting half. Its variance, and
that of the difference of two areas on the same customers, is DeLong's, from midranks in n log n.

DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988). Biometrics 44(3), 837-845.
Sun, X. and Xu, W. (2014). IEEE Signal Processing Letters 21(11), 1389-1393.
"""

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import normal_quantile

METHOD = "area under the ROC curve, DeLong"
PAIRED_METHOD = "difference of areas on the same customers, DeLong"
ONE_SIDE = "all customers had the same outcome, so nothing can be told apart"


def area(score: Floats, outcome: Floats) -> float:
    """Return the area under the ROC curve, .5 where there is nothing to tell apart.

    >>> area(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0]))
    0.75
    """
    positive = outcome > 0.5
    events, others = int(positive.sum()), int((~positive).sum())
    if not events or not others:
        return 0.5
    above = midranks(score)[positive].sum() - events * (events + 1) / 2
    return float(above / (events * others))


def area_estimate(score: Floats, outcome: Floats, *, confidence: float = 0.90) -> Estimate:
    """Return the area with its interval; customers who all had the same outcome give "insufficient".

    A perfect score on few customers is not a sure thing: the interval then reaches down to the area that would still
    give such a sample with a chance of 1 - confidence.
    """
    placed = _placements(score, outcome)
    if placed is None:
        return insufficient(len(outcome), ONE_SIDE, method=METHOD)
    value, width = placed[0].mean(), normal_quantile((1 + confidence) / 2) * np.sqrt(_variance(*placed))
    low, high = max(value - width, 0.0), min(value + width, 1.0)
    rarest = min(len(part) for part in placed)
    open_end = (1 - confidence) ** (1 / rarest)
    if value in {0.0, 1.0}:
        low, high = (open_end, 1.0) if value == 1 else (0.0, 1 - open_end)
    return estimate(float(value), float(low), float(high), len(outcome), method=METHOD)


def area_difference(score: Floats, other: Floats, outcome: Floats, *, confidence: float = 0.90) -> Estimate:
    """Return the area of `score` minus that of `other` on the same customers.

    >>> outcome = np.array([0.0, 0, 0, 0, 1, 1, 1, 1])
    >>> better, worse = np.arange(8.0), np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    >>> found = area_difference(better, worse, outcome)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.125, -0.1124, 0.3624)
    """
    ours, theirs = _placements(score, outcome), _placements(other, outcome)
    if ours is None or theirs is None:
        return insufficient(len(outcome), ONE_SIDE, method=PAIRED_METHOD)
    apart = [one - two for one, two in zip(ours, theirs, strict=True)]
    value = float(apart[0].mean())
    width = normal_quantile((1 + confidence) / 2) * np.sqrt(_variance(*apart))
    return estimate(value, float(value - width), float(value + width), len(outcome), method=PAIRED_METHOD)


def midranks(values: Floats) -> Floats:
    """Return the ranks of the values from 1, ties sharing their mean rank.

    >>> midranks(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return as_floats((np.cumsum(counts) - (counts - 1) / 2)[place])


def _placements(score: Floats, outcome: Floats) -> tuple[Floats, Floats] | None:
    """Return, for each customer, the share of the other side that the score places right; None without two sides."""
    positive = outcome > 0.5
    events, others = int(positive.sum()), int((~positive).sum())
    if not events or not others:
        return None
    rank = midranks(score)
    above = (rank[positive] - midranks(score[positive])) / others
    below = 1 - (rank[~positive] - midranks(score[~positive])) / events
    return above, below


def _variance(above: Floats, below: Floats) -> float:
    return sum(float(part.var(ddof=1)) / len(part) for part in (above, below) if len(part) > 1)
