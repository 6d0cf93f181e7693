"""p-chart: a share, such as that of detractors, day by day, with limits that respect how many answered.

The textbook's limits p +- 3 sqrt(p (1 - p) / n) promise more than they hold: with few answers or rare events the normal
curve gives false alarms many times too often. `day_limits` counts instead: the number of such answers in a day follows
a beta-binomial distribution, whose spread holds what the baseline does not know and what days differ by (as Laney's p'
does), and a day is outside when a number so far out is rarer than the false-alarm rate allows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analytics.numerics.arrays import Floats, as_floats, divide

MOVING_RANGE = 1.128
"""Mean range of two standard normal values: 2 / sqrt(pi), as the tables print it."""
FAR = 12.0
"""Standard deviations from the centre beyond which no count has a probability worth adding up."""


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


def day_correlation(defectives: ArrayLike, n: ArrayLike, centre: ArrayLike) -> float:
    """Return how alike the answers of one day are: rho in the variance p (1 - p) / n (1 + (n - 1) rho) of a share.

    By moments from days of any size, 0 where days differ no more than chance; `centre` may differ by day.

    >>> day_correlation([1, 9], [10, 10], 0.5) > 0.2
    True
    """
    count, size = as_floats(defectives), as_floats(n)
    p = np.broadcast_to(as_floats(centre), count.shape)
    usable = (size > 0) & (p > 0) & (p < 1)
    if usable.sum() < 2:
        return 0.0
    count, size, p = count[usable], size[usable], p[usable]
    squares = (count - size * p) ** 2 / (size * p * (1 - p))
    days = len(squares)
    excess = squares.sum() * days / (days - 1) - days
    return float(np.clip(divide(excess, (size - 1).sum()), 0.0, 0.99))


def day_limits(
    n: ArrayLike, centre: ArrayLike, *, rate: float, correlation: float = 0.0, baseline_answers: float = np.inf
) -> tuple[Floats, Floats]:
    """Return the smallest and the largest share of each day that is no signal, at a two-sided false-alarm `rate` a day.

    The rate is held, never exceeded: a number of answers is outside only when it and all beyond it have a probability
    of at most rate / 2, so a day of few answers may have no limit on a side (0 or 1). `centre` may differ by day,
    `correlation` is that of a day's answers and `baseline_answers` how many answers the centre is known from.

    >>> low, high = day_limits([5, 50, 5000], 0.2, rate=0.002)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.04, 0.183], [0.8, 0.38, 0.218])
    """
    if not 0 < rate < 1:
        raise ValueError("the rate must lie between 0 and 1")
    size, middle = np.broadcast_arrays(np.asarray(n, dtype=np.int64), as_floats(centre))
    unknown = correlation + 1 / (baseline_answers + 1)
    low, high = np.zeros(size.shape), np.ones(size.shape)
    for day in zip(*np.nonzero(size > 0), strict=True):
        low[day], high[day] = _within(int(size[day]), float(middle[day]), rate / 2, unknown)
    return low, high


def _within(n: int, p: float, tail: float, unknown: float) -> tuple[float, float]:
    """Return the limits of a day of n answers: the shares at which a tail of the distribution exceeds `tail`."""
    share = min(max(p, 1e-9), 1 - 1e-9)
    reach = FAR * np.sqrt(n * share * (1 - share) * (1 + (n - 1) * unknown)) + FAR**2
    count = np.arange(max(int(n * share - reach), 0), min(int(n * share + reach), n) + 1)
    probability = np.exp(_log_probability(count, n, share, unknown))
    below, above = np.cumsum(probability), np.cumsum(probability[::-1])[::-1]
    return float(count[np.argmax(below > tail)]) / n, float(count[::-1][np.argmax((above > tail)[::-1])]) / n


def _log_probability(count: NDArray[np.int64], n: int, p: float, unknown: float) -> Floats:
    """Return log probabilities of counts: beta-binomial with mean p and correlation `unknown`, binomial without."""
    choices = special.gammaln(n + 1) - special.gammaln(count + 1) - special.gammaln(n - count + 1)
    if unknown < 1e-9:
        return as_floats(choices + count * np.log(p) + (n - count) * np.log1p(-p))
    size = 1 / unknown - 1
    own = special.betaln(count + p * size, n - count + (1 - p) * size)
    return as_floats(choices + own - special.betaln(p * size, (1 - p) * size))
