"""Quantiles and tail probabilities, from special functions: the library of distributions takes seconds to import."""

import numpy as np
import scipy

from analytics.numerics.arrays import Floats, as_floats


def t_quantile(p: float, degrees: float) -> float:
    """Return the quantile of Student's t.

    >>> round(t_quantile(0.95, 63), 6)
    1.669402
    """
    return float(scipy.special.stdtrit(degrees, p))


def normal_quantile(p: float) -> float:
    """Return the quantile of the standard normal distribution.

    >>> round(normal_quantile(0.95), 6)
    1.644854
    """
    return float(scipy.special.ndtri(p))


def normal_tail(x: float) -> float:
    """Return the probability that a standard normal variable exceeds x.

    >>> round(normal_tail(1.644854), 6)
    0.05
    """
    return float(scipy.special.ndtr(-x))


def t_tail(x: float, degrees: float) -> float:
    """Return the probability that Student's t exceeds x.

    >>> round(t_tail(1.669402, 63), 6)
    0.05
    """
    return float(scipy.special.stdtr(degrees, -x))


def chi_square_tail(x: float, degrees: float) -> float:
    """Return the probability that a chi-square variable exceeds x.

    >>> round(chi_square_tail(3.841459, 1), 6)
    0.05
    """
    return float(scipy.special.chdtrc(degrees, x))


def welch_p_value(one: Floats, other: Floats) -> float:
    """Return the two-sided p-value of Welch's test that two samples have the same mean.

    Each sample needs two values; samples without any spread give 1 when their means agree, else 0.

    >>> round(welch_p_value(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 7.0])), 4)
    0.2451
    """
    errors = [float(np.var(sample, ddof=1)) / len(sample) for sample in (one, other)]
    difference = float(np.mean(one) - np.mean(other))
    if sum(errors) == 0:
        return 1.0 if difference == 0 else 0.0
    parts = [error**2 / (len(sample) - 1) for error, sample in zip(errors, (one, other), strict=True)]
    degrees = sum(errors) ** 2 / sum(parts)
    return 2 * float(scipy.special.stdtr(degrees, -abs(difference) / np.sqrt(sum(errors))))


def truncated_normal(uniform: Floats, *, mean: float, sd: float, low: float, high: float) -> Floats:
    """Return the values of a normal distribution cut to low..high at the given probabilities.

    A mean far outside is taken 30 standard deviations outside at most, where the values hug the nearer end anyway.

    >>> truncated_normal(np.array([0.5]), mean=0.5, sd=0.25, low=0.0, high=1.0).round(6).tolist()
    [0.5]
    >>> truncated_normal(np.array([0.5]), mean=-3.0, sd=0.05, low=0.0, high=1.0).round(4).tolist()
    [0.0012]
    """
    if mean < low:  # mirrored, because tail probabilities are precise near 0 and not near 1
        return -truncated_normal(1.0 - uniform, mean=-mean, sd=sd, low=-high, high=-low)
    mean = min(mean, high + 30 * sd)
    below, above = scipy.special.ndtr((low - mean) / sd), scipy.special.ndtr((high - mean) / sd)
    return as_floats(np.clip(mean + sd * scipy.special.ndtri(below + uniform * (above - below)), low, high))
