"""Exact limits of a share for single days, which hold their rate of false alarms for any number of answers.

The number of such answers in a day follows a beta-binomial distribution, whose spread holds what the baseline does not
know and what days differ by (as Laney's p' does). A day is outside when a number so far out is rarer than the rate
allows.
"""

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats, divide

FAR = 12.0
"""Standard deviations from the centre beyond which no count has a probability worth adding up."""

CHANCE = 1.645
"""Standard errors from which on days are said to differ by themselves: chance does it once in 20 times."""


def day_correlation(
    defectives: ArrayLike, n: ArrayLike, centre: ArrayLike, *, baseline_answers: float = np.inf
) -> float:
    """Return how alike the answers of one day are: rho in the variance p (1 - p) / n (1 + (n - 1) rho) of a share.

    By moments from days of any size, 0 where chance and the error of the centre, which is known from so many
    `baseline_answers`, explain how days differ; `centre` may differ by day.

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
    excess = squares.sum() * days / (days - 1) - (1 + size / baseline_answers).sum()
    spread = (2 + (1 - 6 * p * (1 - p)) / (size * p * (1 - p))).sum()
    if excess <= CHANCE * np.sqrt(max(spread, 0.0)):
        return 0.0
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
    low, high, _ = _limited(n, centre, rate, correlation + 1 / (baseline_answers + 1))
    return low, high


def rate_used(
    n: ArrayLike, centre: ArrayLike, *, rate: float, correlation: float = 0.0, baseline_answers: float = np.inf
) -> float:
    """Return the false alarms a day that limits of such days really give, on average over days with answers.

    At most `rate`: a number of answers cannot be divided, so with few answers much of it is left over.

    >>> [round(rate_used([n], 0.2, rate=0.002), 5) for n in (5, 50, 5000)]
    [0.00032, 0.00113, 0.00186]
    """
    low, _, chance = _limited(n, centre, rate, correlation + 1 / (baseline_answers + 1))
    answered = np.broadcast_to(np.asarray(n), low.shape) > 0
    return float(chance[answered].mean()) if answered.any() else 0.0


def _limited(n: ArrayLike, centre: ArrayLike, rate: float, unknown: float) -> tuple[Floats, Floats, Floats]:
    """Return the limits of each day and the chance of being outside."""
    if not 0 < rate < 1:
        raise ValueError("the rate must lie between 0 and 1")
    size, middle = np.broadcast_arrays(np.asarray(n, dtype=np.int64), as_floats(centre))
    low, high, chance = np.zeros(size.shape), np.ones(size.shape), np.zeros(size.shape)
    for day in zip(*np.nonzero(size > 0), strict=True):
        low[day], high[day], chance[day] = _within(int(size[day]), float(middle[day]), rate / 2, unknown)
    return low, high, chance


def _within(n: int, p: float, tail: float, unknown: float) -> tuple[float, float, float]:
    """Return the limits of a day of n answers and the probability of what lies beyond them.

    A limit is the share at which a tail of the distribution exceeds `tail`.
    """
    share = min(max(p, 1e-9), 1 - 1e-9)
    reach = FAR * np.sqrt(n * share * (1 - share) * (1 + (n - 1) * unknown)) + FAR**2
    count = np.arange(max(int(n * share - reach), 0), min(int(n * share + reach), n) + 1)
    probability = np.exp(_log_probability(count, n, share, unknown))
    below, above = np.cumsum(probability), np.cumsum(probability[::-1])[::-1]
    first, last = int(np.argmax(below > tail)), len(count) - 1 - int(np.argmax((above > tail)[::-1]))
    outside = float(probability[:first].sum() + probability[last + 1 :].sum())
    return float(count[first]) / n, float(count[last]) / n, outside


def _log_probability(count: NDArray[np.int64], n: int, p: float, unknown: float) -> Floats:
    """Return log probabilities of counts: beta-binomial with mean p and correlation `unknown`, binomial without."""
    choices = scipy.special.gammaln(n + 1) - scipy.special.gammaln(count + 1) - scipy.special.gammaln(n - count + 1)
    if unknown < 1e-9:
        return as_floats(choices + count * np.log(p) + (n - count) * np.log1p(-p))
    size = 1 / unknown - 1
    own = scipy.special.betaln(count + p * size, n - count + (1 - p) * size)
    return as_floats(choices + own - scipy.special.betaln(p * size, (1 - p) * size))
