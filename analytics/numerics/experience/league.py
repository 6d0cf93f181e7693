"""League tables that do not rank noise: for each of some units, how its rank and its chance to be the best are spread.

Levels are independent normal variables, as a tree's levels are apart from what siblings share. Given the level of a
unit, the others are ahead of it each with its own chance, so its rank is one plus a Poisson-binomial number; the mean
over the unit's level is taken at quantiles of equal weight. Nothing is drawn at random.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient

METHOD = "posterior ranks"
CONFIDENCE = 0.90
QUANTILES, QUANTILES_OF_MANY = 101, 31
EXACT_UP_TO = 60
"""With more units the number ahead is taken as normal, and fewer quantiles of each level suffice."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The expected rank of a unit (1 is the highest level) with its interval, and the chance that it is the best."""

    rank: Estimate
    p_best: float | None


def standings(levels: ArrayLike, variances: ArrayLike) -> list[Standing]:
    """Return how each unit stands among all of them, given their levels (k,) with variances (k,) above zero.

    The expected rank is between places where the data do not separate units: three equal ones all have rank 2. One unit
    alone, or a level or variance that is no number, has no rank and takes none.

    >>> found = standings([8.0, 7.0, 7.9], [0.01, 0.01, 4.0])
    >>> [(round(one.rank.value, 1), one.rank.low, one.rank.high) for one in found]
    [(1.5, 1.0, 2.0), (2.7, 2.0, 3.0), (1.8, 1.0, 3.0)]
    >>> [round(one.p_best, 2) for one in found]
    [0.52, 0.0, 0.48]

    Laird, N. M. and Louis, T. A. (1989). Empirical Bayes ranking methods. J. Educational Statistics 14(1), 29-46.
    """
    mean, variance = as_floats(levels), as_floats(variances)
    used = np.isfinite(mean) & np.isfinite(variance) & (variance > 0)
    count = int(used.sum())
    if count < 2:
        return [Standing(insufficient(count, "there is nobody to compare with", method=METHOD), None) for _ in mean]
    nothing = Standing(insufficient(count, "its level is not known", method=METHOD), None)
    ranked = iter(_standings(mean[used], np.sqrt(variance[used])))
    return [next(ranked) if known else nothing for known in used]


def _standings(mean: Floats, sd: Floats) -> list[Standing]:
    count = len(mean)
    steps = QUANTILES if count <= EXACT_UP_TO else QUANTILES_OF_MANY
    quantiles = scipy.special.ndtri((np.arange(steps) + 0.5) / steps)
    chances_of = _chances_exact if count <= EXACT_UP_TO else _chances_normal
    found = []
    for i in range(count):
        others = np.arange(count) != i
        ahead = scipy.special.ndtr((mean[others] - (mean[i] + sd[i] * quantiles)[:, None]) / sd[others])
        chances = chances_of(ahead)
        low, high = np.searchsorted(np.cumsum(chances), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
        expected = 1.0 + scipy.special.ndtr((mean[others] - mean[i]) / np.hypot(sd[i], sd[others])).sum()
        rank = estimate(float(expected), 1.0 + float(low), 1.0 + float(min(high, count - 1)), count, method=METHOD)
        found.append(Standing(rank, float(np.prod(1.0 - ahead, axis=1).mean())))
    return found


def _chances_exact(ahead: Floats) -> Floats:
    """Return the chances that 0, 1, ... units are ahead, one unit added after the other."""
    table = np.zeros((len(ahead), ahead.shape[1] + 1))
    table[:, 0] = 1.0
    for chance in ahead.T[:, :, None]:
        table[:, 1:] = table[:, 1:] * (1 - chance) + table[:, :-1] * chance
        table[:, :1] *= 1 - chance
    return as_floats(table.mean(axis=0))


def _chances_normal(ahead: Floats) -> Floats:
    """Return the chances that 0, 1, ... units are ahead, their number being normal given the unit's level."""
    mean = ahead.sum(axis=1)[:, None]
    sd = np.sqrt(np.maximum((ahead * (1 - ahead)).sum(axis=1), 1e-12))[:, None]
    below = scipy.special.ndtr((np.arange(ahead.shape[1] + 2) - 0.5 - mean) / sd)
    below[:, 0], below[:, -1] = 0.0, 1.0
    return as_floats(np.diff(below, axis=1).mean(axis=0))
