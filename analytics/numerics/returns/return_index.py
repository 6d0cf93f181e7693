"""The return index: expected value per customer given the loyalty delivered, 100 = the frozen reference period.

    index_t = 100 mean V_ref(loyalty of t) / mean V_ref(loyalty of the reference)

Its change is split by the reference period's driver model. Touchpoint j moves mean loyalty by

    (reach_t - reach_ref) gamma_j + reach_t beta_j (mean_t - mean_ref)

points; a point of loyalty is worth the mean slope of V_ref over the reference loyalty. What the model does not explain
(touchpoints without a figure, curvature, everything outside the journey) is `other`, so that the parts add up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate

BASE = 100.0


@dataclass(frozen=True, slots=True)
class IndexSplit:
    """The index with its additive split; replicates in front. index - 100 = contributions + other."""

    index: Floats  # (R,)
    contributions: Floats  # (R, J) index points
    other: Floats  # (R,)
    points_per_loyalty: Floats  # (R,) index points of one loyalty point
    n: int
    reason: str = ""

    def index_estimate(self, *, effective_groups: int | None = None) -> Estimate:
        """Return the index with its interval, or why there is none."""
        return self._figure(self.index, effective_groups)

    def contribution_estimate(self, touchpoint: int, *, effective_groups: int | None = None) -> Estimate:
        """Return the index points that one touchpoint moved, or why there is none."""
        return self._figure(self.contributions[:, touchpoint], effective_groups)

    def other_estimate(self, *, effective_groups: int | None = None) -> Estimate:
        """Return the index points that no touchpoint explains, or why there is none."""
        return self._figure(self.other, effective_groups)

    def _figure(self, replicates: Floats, groups: int | None) -> Estimate:
        if self.reason:
            return insufficient(self.n, self.reason)
        return jackknife_estimate(replicates, self.n, effective_groups=groups)


def return_index(histogram: ArrayLike, reference: ArrayLike, v_ref: ArrayLike) -> Floats:
    """Return the index (R,) from loyalty histograms (R, 11) of the period and the reference, and V_ref (R or 1, 11).

    NaN where a histogram is empty or the reference value is not positive.

    >>> values = [[float(level) for level in range(11)]]
    >>> return_index([[0] * 8 + [1, 0, 0]], [[0] * 4 + [1] + [0] * 6], values).tolist()
    [200.0]
    """
    base = _mean_value(as_floats(reference), as_floats(v_ref))
    now = _mean_value(as_floats(histogram), as_floats(v_ref))
    return BASE * divide(now, np.where(base > 0, base, 0.0), empty=np.nan)


def split_index(
    *,
    histogram: Floats,
    reference: Floats,
    v_ref: Floats,
    levels: Floats,
    slopes: Floats,
    gamma: Floats,
    reach: Floats,
    reach_ref: Floats,
    means: Floats,
    means_ref: Floats,
) -> IndexSplit:
    """Return the index and the touchpoints' parts of it.

    histogram, reference (R, 11) loyalty counts; v_ref (R or 1, 11) at `levels` (11,); slopes, gamma (R or 1, J) of the
    reference period; reach, means (R, J) of the period and of the reference (0-1 and 0-10).
    """
    counts, base_counts = as_floats(histogram), as_floats(reference)
    values = np.broadcast_to(v_ref, counts.shape)
    index = return_index(counts, base_counts, values)
    per_point = BASE * divide(_slope(base_counts, levels, values), _mean_value(base_counts, values), empty=np.nan)
    moved = (reach - reach_ref) * gamma + reach * slopes * (means - means_ref)
    contributions = per_point[:, None] * moved
    return IndexSplit(
        index=index,
        contributions=contributions,
        other=index - BASE - contributions.sum(axis=1),
        points_per_loyalty=per_point,
        n=round(float(counts[0].sum())),
        reason=_reason(counts[0], base_counts[0], values[0]),
    )


def _reason(counts: Floats, base_counts: Floats, values: Floats) -> str:
    if counts.sum() <= 0:
        return "nobody stated their loyalty in this period"
    if base_counts.sum() <= 0:
        return "nobody stated their loyalty in the reference period"
    if float(base_counts @ values) <= 0:
        return "customers of the reference period lose money, so nothing can be measured against them"
    return ""


def _mean_value(counts: Floats, values: Floats) -> Floats:
    return divide((counts * values).sum(axis=-1), counts.sum(axis=-1), empty=np.nan)


def _slope(counts: Floats, levels: Floats, values: Floats) -> Floats:
    """Return the least-squares slope of value on loyalty over a distribution (R, 11), 0 if loyalty does not vary."""
    size = counts.sum(axis=-1)
    centred = levels - divide((counts * levels).sum(axis=-1), size)[:, None]
    return divide((counts * centred * values).sum(axis=-1), (counts * centred**2).sum(axis=-1))
