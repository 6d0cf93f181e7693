"""EWMA chart: a memory of the last days that signals a small lasting shift long before any single day would.

Day t has the standardised mean z_t = (ybar_t - m) / sqrt(deff s2 / n_t), so days with 5 answers and with 5,000 can
stand in one chart. The chart is W_t = (1 - lambda) W_{t-1} + lambda z_t, with limits that are exact for every day: they
start narrow and settle, and they lean where the scores lean.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.monitoring.arl import LAMBDA
from analytics.numerics.monitoring.skewed import skewed_quantile

MEMORY_LEVEL = 1.645
"""Standard errors from which on neighbouring days are said to resemble each other: chance does it once in 20 times."""


@dataclass(frozen=True, slots=True)
class Ewma:
    """A chart over T days (leading axes are other charts): W, its limits, and -1, 0 or 1 for below, inside, above.

    A day without answers repeats the W and the limits of the day before.
    """

    values: Floats
    low: Floats
    high: Floats
    side: NDArray[np.int8]


class Excursion(NamedTuple):
    """Days from the first one outside the limits to the last one before W is back at its centre; -1 below, 1 above."""

    start: int
    end: int
    side: int


def standard_scores(
    mean: ArrayLike, n: ArrayLike, *, centre: ArrayLike, variance: float, design_effect: float = 1.0
) -> Floats:
    """Return z = (mean - centre) / sqrt(deff s2 / n), NaN for days without answers.

    `variance` is that of one answer; it must be positive.

    >>> standard_scores([8.0, 7.0], [4, 0], centre=7.0, variance=4.0).tolist()
    [1.0, nan]
    """
    if not (variance > 0 and design_effect > 0):
        raise ValueError("variance and design effect must be positive")
    size = as_floats(n)
    return np.where(
        size > 0, (as_floats(mean) - as_floats(centre)) * np.sqrt(size / (design_effect * variance)), np.nan
    )


def ewma(
    z: ArrayLike,
    *,
    limit: float,
    lam: float = LAMBDA,
    skew: ArrayLike = 0.0,
    excess: ArrayLike | None = None,
    inflation: ArrayLike = 1.0,
) -> Ewma:
    """Return the chart of standard scores (..., T); NaN is a day without answers.

    `limit` is L (see `analytics.numerics.monitoring.limits`), `skew` the skewness of each z, `excess` its excess
    kurtosis (that of a gamma where it is not given) and `inflation` what widens the limits for autocorrelation. The
    cumulants of W are carried from day to day, so the limits follow every day's number of answers; for independent days
    they are L sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2t))) where nothing leans.

    >>> chart = ewma([0.0, 3.0, 3.0, 3.0], limit=2.814)
    >>> chart.values.round(3).tolist(), chart.high.round(3).tolist(), chart.side.tolist()
    ([0.0, 0.3, 0.57, 0.813], [0.281, 0.379, 0.442, 0.487], [0, 0, 1, 1])
    """
    scores = as_floats(z)
    known = np.isfinite(scores)
    values = _remembered(np.where(known, scores, 0.0), known, lam, 1 - lam)
    deviation = np.sqrt(_remembered(known.astype(np.float64), known, lam**2, (1 - lam) ** 2))
    skewness = divide(_cumulant(skew, known, lam, 3), deviation**3)
    kurtosis = None if excess is None else divide(_cumulant(excess, known, lam, 4), deviation**4)
    width = deviation * as_floats(inflation)
    low, high = (width * skewed_quantile(sign * limit, skewness, kurtosis) for sign in (-1.0, 1.0))
    side = np.where(known & (values > high), 1, 0) - np.where(known & (values < low), 1, 0)
    return Ewma(values, low, high, side.astype(np.int8))


def _cumulant(each: ArrayLike, known: NDArray[np.bool_], lam: float, order: int) -> Floats:
    """Return a cumulant of W by day from those of each z."""
    added = np.where(known, np.broadcast_to(as_floats(each), known.shape), 0.0)
    return _remembered(added, known, lam**order, (1 - lam) ** order)


def _remembered(new: Floats, known: NDArray[np.bool_], share: float, kept: float) -> Floats:
    """Return s_t = kept s_{t-1} + share new_t along the last axis, s_{t-1} on days that are not known."""
    rows, seen = new.reshape(-1, new.shape[-1]), known.reshape(-1, new.shape[-1])
    found = np.empty(rows.shape)
    for place, (row, here) in enumerate(zip(rows.tolist(), seen.tolist(), strict=True)):
        state, states = 0.0, []
        for value, counts in zip(row, here, strict=True):
            state = kept * state + share * value if counts else state
            states.append(state)
        found[place] = states
    return found.reshape(new.shape)


def excursions(chart: Ewma) -> list[Excursion]:
    """Return the excursions of one chart, in order.

    One that has left the limits goes on until W has crossed its centre again: without that, a W that trembles on its
    limit would signal anew every other day, and the run length would not be what the limits were made for.

    >>> excursions(ewma([6.0, 6.0, 0.0, -20.0, 0.0], limit=2.7))
    [Excursion(start=0, end=2, side=1), Excursion(start=3, end=4, side=-1)]
    """
    found: list[Excursion] = []
    start, side = -1, 0
    for day, (value, out) in enumerate(zip(chart.values.tolist(), chart.side.tolist(), strict=True)):
        if side and value * side <= 0:
            found.append(Excursion(start, day - 1, side))
            side = 0
        if not side and out:
            start, side = day, out
    if side:
        found.append(Excursion(start, len(chart.values) - 1, side))
    return found


def lag_one(z: ArrayLike) -> float:
    """Return the autocorrelation of neighbouring days, 0 for fewer than 3 pairs or scores that do not vary.

    Days without answers (NaN) are left out; a pair is two days with answers in a row.

    >>> round(lag_one([1.0, -1.0, 1.0, -1.0, 1.0, -1.0]), 3)
    -0.833
    """
    scores = as_floats(z)
    scores = scores[np.isfinite(scores)]
    if len(scores) < 4:
        return 0.0
    centred = scores - scores.mean()
    return float(divide(centred[1:] @ centred[:-1], centred @ centred))


def autocorrelation_inflation(phi: float, *, lam: float = LAMBDA) -> float:
    """Return what the standard deviation of the settled EWMA grows by when neighbouring days correlate by phi (AR(1)).

    >>> round(autocorrelation_inflation(0.3), 4)
    1.319
    """
    kept = phi * (1 - lam)
    return float(np.sqrt((1 + kept) / (1 - kept)))
