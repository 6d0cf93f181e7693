"""p-chart: a share, such as that of detractors, day by day, with the textbook's limits and Laney's p'.

The limits p +- 3 sqrt(p (1 - p) / n) promise more than they hold: with few answers or rare events the normal curve
gives false alarms many times too often. Alerts use `analytics.numerics.monitoring.day_limits` instead.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats, divide

MOVING_RANGE = 1.128
"""Mean range of two standard normal values: 2 / sqrt(pi), as the tables print it."""


@dataclass(frozen=True, slots=True)
class PChart:
    """Shares by day with limits; `sigma_z` is Laney's ratio of the spread seen to the binomial one (1: none more)."""

    shares: Floats
    centre: float
    low: Floats
    high: Floats
    sigma_z: float
    side: NDArray[np.int8]


def p_chart(
    defectives: ArrayLike, n: ArrayLike, *, centre: float | None = None, limit: float = 3.0, laney: bool = False
) -> PChart:
    """Return the textbook's chart: centre +- limit sqrt(p (1 - p) / n), times sigma_z for Laney's p'.

    Without a `centre` it is the share over all days. Raises ValueError when no day has answers.

    >>> chart = p_chart([12, 15, 8, 10, 4], [50, 50, 50, 50, 50])
    >>> chart.centre, chart.high.round(4).tolist()[0]
    (0.196, 0.3644)

    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14(4), 531-537.
    """
    count, size = as_floats(defectives), as_floats(n)
    if not size.sum() > 0:
        raise ValueError("no day has answers")
    middle = float(count.sum() / size.sum()) if centre is None else centre
    shares = np.where(size > 0, divide(count, size), np.nan)
    error = np.where(size > 0, np.sqrt(divide(middle * (1 - middle), size)), np.nan)
    sigma_z = laney_sigma(shares, error, middle) if laney else 1.0
    width = limit * sigma_z * error
    low, high = np.maximum(middle - width, 0.0), np.minimum(middle + width, 1.0)
    side = np.where(shares > high, 1, 0) - np.where(shares < low, 1, 0)
    return PChart(shares, middle, low, high, sigma_z, side.astype(np.int8))


def laney_sigma(shares: ArrayLike, error: ArrayLike, centre: float) -> float:
    """Return sigma_z, the mean moving range of z = (share - centre) / error over 1.128; 1 for fewer than two days.

    >>> round(laney_sigma([0.1, 0.3, 0.1, 0.3], 0.05, 0.2), 4)
    3.5461
    """
    z = divide(as_floats(shares) - centre, np.broadcast_to(as_floats(error), as_floats(shares).shape), empty=np.nan)
    z = z[np.isfinite(z)]
    if len(z) < 2:
        return 1.0
    return float(np.abs(np.diff(z)).mean() / MOVING_RANGE)
