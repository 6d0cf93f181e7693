"""Ranks with intervals: how sure is it that one touchpoint matters more than another?

Every pair is compared by the jackknife interval of its difference, which holds what the two have in common. A
touchpoint can rank no better than below all those that are surely stronger, and no worse than above all those that are
surely weaker (Mogstad, Romano, Shaikh, Wilhelm 2024, Review of Economic Studies 91(1), marginal confidence sets).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.quantiles import t_quantile

CONFIDENCE = 0.90


def rank_estimates(
    replicates: ArrayLike, usable: Sequence[bool], n: int, *, effective_groups: int | None = None
) -> list[Estimate]:
    """Return the rank (1 is the highest) of each column of replicates (R, J) with its interval, whole numbers.

    Row 0 is the full sample, the others leave a group out. Columns that are not usable are insufficient and take no
    rank. Ties share the better rank.

    >>> table = np.array([[9.0, 2.0, 1.0], [9.1, 1.0, 2.0], [8.9, 3.0, 0.0]])
    >>> [(one.value, one.low, one.high) for one in rank_estimates(table, [True, True, True], 50)]
    [(1.0, 1.0, 1.0), (2.0, 2.0, 3.0), (3.0, 2.0, 3.0)]
    """
    table, used = as_floats(replicates), np.asarray(usable, dtype=np.bool_)
    groups = effective_groups if effective_groups is not None else len(table) - 1
    if groups < 2:
        return [insufficient(n, "too few groups of customers to compare ranks") for _ in used]
    differences = table[:, :, None] - table[:, None, :]
    left_out = differences[1:]
    spread = ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    width = t_quantile((1 + CONFIDENCE) / 2, groups - 1) * np.sqrt((groups - 1) / groups * spread)
    others = used[None, :] & ~np.eye(len(used), dtype=np.bool_)
    ahead = (differences[0] < 0) & others
    surely_ahead = (differences[0] < -width) & others
    surely_behind = (differences[0] > width) & others
    count = int(used.sum())
    return [
        Estimate(
            value=float(1 + ahead[j].sum()),
            low=float(1 + surely_ahead[j].sum()),
            high=float(count - surely_behind[j].sum()),
            n=n,
            method="pairwise jackknife",
        )
        if used[j]
        else insufficient(n, "it has no importance to rank")
        for j in range(len(used))
    ]
