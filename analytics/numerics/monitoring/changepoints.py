"""Changepoints: since when has the level been another one, and how sure is the date.

Segments are compared by their weighted squares around their own mean, in units of the noise of a day. The noise comes
from differences between neighbouring days, which a shift of the level hardly touches.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

CONFIDENCE = 0.90
LEAST_DAYS = 5
"""A level is a level for at least so many days."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of level: day `index` is the first of the new one. It lies in low..high with the confidence asked for.

    `before` and `after` are the levels of the two segments, `gain` by how much the fit improves, in units of noise.
    """

    index: int
    low: int
    high: int
    before: float
    after: float
    gain: float


def usual_penalty(days: int) -> float:
    """Return the least gain that counts as a change among so many days: 3 log(days), two parameters at Bayes' price.

    >>> round(usual_penalty(100), 2)
    13.82
    """
    return 3 * float(np.log(max(days, 2)))


def noise_variance(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the variance of a value of weight 1, from the differences of neighbours; values of weight 0 are left out.

    The largest difference may be the change itself and is not counted.

    >>> noise_variance([1.0, 3.0, 1.0, 3.0, 11.0, 13.0, 11.0, 13.0])
    2.0
    """
    y, w, _ = _known(values, weights)
    if len(y) < 3:
        return 0.0
    squares = np.diff(y) ** 2 / (1 / w[1:] + 1 / w[:-1])
    return float((squares.sum() - squares.max()) / (len(squares) - 1))


def single_change(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    penalty: float | None = None,
    variance: float | None = None,
    confidence: float = CONFIDENCE,
) -> Change | None:
    """Return the one most likely change of level (AMOC), None when it gains less than the penalty.

    values (T,) are daily means, weights (T,) numbers of answers, 0 for a day without. The interval of the date holds
    the days whose gain is less than -2 log(1 - sqrt(confidence)) below the best (Siegmund 1988).

    >>> found = single_change([5.0, 5.2, 4.9, 5.1, 5.0, 7.0, 7.1, 6.9, 7.2, 7.0])
    >>> found.index, found.low, found.high
    (5, 5, 5)

    Siegmund, D. (1988). Confidence sets in change-point problems. International Statistical Review 56(1), 31-48.
    """
    y, w, place = _known(values, weights)
    noise = noise_variance(y, w) if variance is None else variance
    if len(y) < 2 * LEAST_DAYS or not noise > 0:
        return None
    gains = _gains(y, w) / noise
    best = int(np.argmax(gains))
    price = usual_penalty(len(y)) if penalty is None else penalty
    if gains[best] <= price:
        return None
    near = np.flatnonzero(gains >= gains[best] + 2 * np.log(1 - np.sqrt(confidence)))
    low, high = (place[int(near[end])] for end in (0, -1))
    before, after = (float(np.average(y[part], weights=w[part])) for part in (slice(best), slice(best, None)))
    return Change(int(place[best]), int(low), int(high), before, after, float(gains[best]))


def changes(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    penalty: float | None = None,
    variance: float | None = None,
    confidence: float = CONFIDENCE,
) -> list[Change]:
    """Return the changes of level that together fit best, each paid for with the penalty, in order (PELT).

    The date of each has the interval of a single change between its neighbours.

    >>> levels = [5.0] * 10 + [7.0] * 10 + [4.0] * 10
    >>> [found.index for found in changes([y + 0.1 * (-1) ** i for i, y in enumerate(levels)])]
    [10, 20]

    Killick, R., Fearnhead, P. and Eckley, I. A. (2012). JASA 107, 1590-1598.
    """
    y, w, place = _known(values, weights)
    noise = noise_variance(y, w) if variance is None else variance
    if len(y) < 2 * LEAST_DAYS or not noise > 0:
        return []
    price = usual_penalty(len(y)) if penalty is None else penalty
    edges = [0, *_best_partition(y, w, price * noise), len(y)]
    found: list[Change] = []
    for start, middle, end in zip(edges[:-2], edges[1:-1], edges[2:], strict=True):
        part = slice(start, end)
        one = single_change(y[part], w[part], penalty=-1.0, variance=noise, confidence=confidence)
        if one is not None:
            low, high = (int(place[start + day]) for day in (one.low, one.high))
            index = int(place[middle])
            before, after = (float(np.average(y[a:b], weights=w[a:b])) for a, b in ((start, middle), (middle, end)))
            found.append(Change(index, min(low, index), max(high, index), before, after, one.gain))
    return found


def _known(
    values: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, Floats, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return values and weights of the days that have any, and their places among all days."""
    y = as_floats(values)
    w = np.ones(len(y)) if weights is None else as_floats(weights)
    place = np.flatnonzero((w > 0) & np.isfinite(y))
    return y[place], w[place], place


def _gains(y: Floats, w: Floats) -> Floats:
    """Return what each day as the first of a new level saves in weighted squares; too near an end it saves nothing."""
    centred = y - np.average(y, weights=w)
    size, total = np.cumsum(w)[:-1], np.cumsum(w * centred)[:-1]
    saved = np.zeros(len(y))
    saved[1:] = divide(total**2 * w.sum(), size * (w.sum() - size))
    saved[:LEAST_DAYS] = 0.0
    saved[len(y) - LEAST_DAYS + 1 :] = 0.0
    return saved


def _best_partition(y: Floats, w: Floats, price: float) -> list[int]:
    """Return the first days of all segments but the first in the partition of least cost."""
    centred = y - np.average(y, weights=w)
    sums = [np.concatenate([[0.0], np.cumsum(part)]) for part in (w, w * centred, w * centred**2)]
    days = len(y)
    least, last = np.full(days + 1, np.inf), np.zeros(days + 1, dtype=np.int64)
    least[0] = -price
    starts = np.zeros(1, dtype=np.int64)
    for end in range(LEAST_DAYS, days + 1):
        size, total, squares = (part[end] - part[starts] for part in sums)
        cost = least[starts] + squares - total**2 / size
        least[end], last[end] = cost.min() + price, starts[int(np.argmin(cost))]
        alive = starts[cost <= least[end]]
        starts = np.append(alive, end - LEAST_DAYS + 1) if end >= 2 * LEAST_DAYS - 1 else alive
    found: list[int] = []
    end = int(last[days])
    while end > 0:
        found.insert(0, end)
        end = int(last[end])
    return found
