"""Limits for values that lean to one side: the few low scores of a day of five answers are no normal curve."""

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats

STRAIGHT = 1e-3
"""Below this skewness the first term of the Cornish-Fisher series is exact to six digits."""


MOST_CORRECTION = 0.2
"""The excess kurtosis moves a point by at most this share: its series is good for small corrections only."""


def skewed_quantile(z: ArrayLike, skew: ArrayLike, excess: ArrayLike | None = None) -> Floats:
    """Return the point of a Pearson type III distribution that is as rare as z is in a standard normal one.

    The distribution has mean 0, standard deviation 1 and the skewness given: a shifted gamma, whose excess kurtosis is
    1.5 skew^2. Where that of the values is known to be another `excess`, the term of the Cornish-Fisher series moves
    the point. All arguments may be arrays that broadcast.

    >>> skewed_quantile([3.0, -3.0], 0.5).round(4).tolist()
    [3.6722, -2.3502]
    """
    normal, lean = np.broadcast_arrays(as_floats(z), as_floats(skew))
    side = np.where(lean < 0, -1.0, 1.0)
    size = np.maximum(np.abs(lean), STRAIGHT)
    shape = 4 / size**2
    mirrored = side * normal
    point, rising = np.empty(normal.shape), mirrored > 0
    point[rising] = scipy.special.gammainccinv(shape[rising], scipy.special.ndtr(-mirrored[rising]))
    point[~rising] = scipy.special.gammaincinv(shape[~rising], scipy.special.ndtr(mirrored[~rising]))
    leaning = side * (point - shape) * size / 2
    found = np.where(np.abs(lean) < STRAIGHT, normal + lean / 6 * (normal**2 - 1), leaning)
    if excess is None:
        return as_floats(found)
    moved = (as_floats(excess) - 1.5 * lean**2) / 24 * (normal**3 - 3 * normal)
    most = MOST_CORRECTION * np.abs(found)
    return as_floats(found + np.clip(moved, -most, most))


def moments_of(hist: ArrayLike, values: ArrayLike) -> tuple[float, float, float, float]:
    """Return mean, variance, skewness and excess kurtosis of answers counted by value.

    No answers, or equal ones, have neither skewness nor excess.

    >>> [round(moment, 4) for moment in moments_of([1, 0, 3], [0.0, 5.0, 10.0])]
    [7.5, 18.75, -1.1547, -0.6667]
    """
    count, level = as_floats(hist), as_floats(values)
    total = count.sum()
    if total <= 0:
        return 0.0, 0.0, 0.0, 0.0
    mean = float(count @ level / total)
    spread = level - mean
    variance = float(count @ spread**2 / total)
    if not variance > 0:
        return mean, variance, 0.0, 0.0
    third, fourth = (float(count @ spread**power / total) for power in (3, 4))
    return mean, variance, third / variance**1.5, fourth / variance**2 - 3
