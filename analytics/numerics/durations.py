"""How long something takes when part of it is not over yet: the median of Kaplan and Meier, with its interval.

What is not over has taken at least as long as it has. Leaving it out would make slow work look fast, for only what was
quick is over.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import normal_quantile

LEAST, MANY = 10, 30
METHOD = "Kaplan-Meier"


def median_time(lasted: ArrayLike, is_over: ArrayLike, *, confidence: float = 0.90) -> Estimate:
    """Return the time by which half is over, with the interval of Brookmeyer and Crowley (log-log).

    `lasted` (n,) is how long each has taken so far, 0 or more; `is_over` (n,) whether it is over. Fewer than 10 that
    are over, or fewer than half, give "insufficient"; fewer than 30 give "provisional". An upper end that was not
    reached is None.

    >>> found = median_time([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [True] * 12)
    >>> found.value, found.low, found.high, found.status
    (6.0, 3.0, 9.0, 'provisional')

    Brookmeyer, R., Crowley, J. (1982). A confidence interval for the median survival time. Biometrics 38, 29-41.
    """
    times, over = as_floats(lasted), np.asarray(is_over, dtype=bool)
    good = np.isfinite(times) & (times >= 0)
    times, over = times[good], over[good]
    n, ended = len(times), int(over.sum())
    if ended < LEAST:
        return insufficient(n, f"{ended} are over, at least {LEAST} are needed", method=METHOD)
    moments, left, spread = _survival(times, over)
    z = normal_quantile(0.5 + confidence / 2)
    low, high = (_first(moments, bound) for bound in _bounds(left, spread, z))
    middle = _first(moments, left)
    if not math.isfinite(middle):
        return insufficient(n, "fewer than half are over", method=METHOD)
    found = estimate(middle, min(low, middle), max(high, middle), n, method=METHOD)
    return found if ended >= MANY else replace(found, status="provisional")


def _survival(times: Floats, over: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return the moments at which something ended, the share that lasted longer, and Greenwood's sum."""
    moments, ended = np.unique(times[over], return_counts=True)
    at_risk = len(times) - np.searchsorted(np.sort(times), moments, side="left")
    left = np.cumprod(1.0 - ended / at_risk)
    with np.errstate(divide="ignore"):
        spread = np.cumsum(ended / (at_risk * (at_risk - ended)))
    return as_floats(moments), as_floats(left), as_floats(spread)


def _bounds(left: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    """Return the lower and the upper bound of the share that lasted longer, at each moment."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(left)
        width = z * np.sqrt(spread) / np.abs(logs)
        lower, upper = left ** np.exp(width), left ** np.exp(-width)
    is_last = left <= 0
    return as_floats(np.where(is_last, 0.0, lower)), as_floats(np.where(is_last, 0.0, upper))


def _first(moments: Floats, left: Floats) -> float:
    """Return the first moment at which half or less has lasted longer; infinity when there is none."""
    found = np.flatnonzero(left <= 0.5 + 1e-12)
    return float(moments[found[0]]) if len(found) else math.inf
