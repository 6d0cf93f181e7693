"""Limits for values that lean to one side: the few low scores of a day of five answers are no normal curve."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analytics.numerics.arrays import Floats, as_floats

STRAIGHT = 1e-3
"""Below this skewness the first term of the Cornish-Fisher series is exact to six digits."""


def skewed_quantile(z: ArrayLike, skew: ArrayLike) -> Floats:
    """Return the point of a Pearson type III distribution that is as rare as z is in a standard normal one.

    The distribution has mean 0, standard deviation 1 and the skewness given: a shifted gamma, which follows sums of
    scores and counts of rare answers closely. Both arguments may be arrays that broadcast.

    >>> skewed_quantile([3.0, -3.0], 0.5).round(4).tolist()
    [3.6722, -2.3502]
    """
    normal, lean = np.broadcast_arrays(as_floats(z), as_floats(skew))
    side = np.where(lean < 0, -1.0, 1.0)
    size = np.maximum(np.abs(lean), STRAIGHT)
    shape = 4 / size**2
    mirrored = side * normal
    upper = special.gammainccinv(shape, special.ndtr(-mirrored))
    lower = special.gammaincinv(shape, special.ndtr(mirrored))
    leaning = side * (np.where(mirrored > 0, upper, lower) - shape) * size / 2
    return as_floats(np.where(np.abs(lean) < STRAIGHT, normal + lean / 6 * (normal**2 - 1), leaning))


def moments_of(hist: ArrayLike, values: ArrayLike) -> tuple[float, float, float]:
    """Return mean, variance and skewness of answers counted by value; no answers, or equal ones, have no skewness.

    >>> moments_of([1, 0, 3], [0.0, 5.0, 10.0])
    (7.5, 18.75, -1.1547005383792515)
    """
    count, level = as_floats(hist), as_floats(values)
    total = count.sum()
    if total <= 0:
        return 0.0, 0.0, 0.0
    mean = float(count @ level / total)
    spread = level - mean
    variance = float(count @ spread**2 / total)
    third = float(count @ spread**3 / total)
    return mean, variance, third / variance**1.5 if variance > 0 else 0.0
