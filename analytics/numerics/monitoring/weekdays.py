"""Days of the week: a Saturday is compared with Saturdays.

What each day of the week differs by is found from the eight weeks before, never from the day itself, and pulled
towards nothing by what eight Saturdays cannot tell from chance.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

WEEKS = 8
WEEK = 7
LEAST_DAYS = 3
"""Fewer days of one weekday say nothing about it."""
EXTRA = 0.65
"""What being wrong about the trust adds to the errors of effects, times trust (1 - trust).

Were the trust known, effects would be wrong by its share of the errors that fully believed ones have: by those errors
where they are believed, by the differences themselves where they are not. The number is from simulated days whose
weekdays differ by 0 to 3 standard errors; `python -m bench charts` shows what charts make of it.
"""


def weekday_effects(total: ArrayLike, n: ArrayLike, *, weeks: int = WEEKS) -> tuple[Floats, Floats]:
    """Return what each of T days in a row is expected to differ by because of its day of the week, and the trust in it.

    Trust is the share of the difference seen that is believed, 0 where weekdays look alike.

    total (T,) is the sum of a metric and n (T,) the number of answers, 0 for a day without. The effect of a day comes
    from the `weeks` whole weeks before it; that of one of the first days comes from those first weeks without the day
    itself. A weekday with fewer than three days of answers there has no effect.

    >>> total = [10.0 * (8.0 if day % 7 < 5 else 6.0) for day in range(70)]
    >>> weekday_effects(total, [10.0] * 70)[0].round(2).tolist()[63:]
    [0.57, 0.57, 0.57, 0.57, 0.57, -1.43, -1.43]
    """
    size = as_floats(n)
    mean = divide(total, size)
    span = weeks * WEEK
    found = np.zeros((2, len(size)))
    first = min(span, len(size))
    if first:
        found[:, :first] = _effects(*_without_the_day(mean[:first], size[:first]))
    if len(size) > span:
        before = (np.lib.stride_tricks.sliding_window_view(part, span)[:-1] for part in (mean, size))
        found[:, span:] = _effects(*(window.reshape(-1, weeks, WEEK) for window in before))
    return found[0], found[1]


def weekday_inflation(trust: float, *, lam: float, weeks: int = WEEKS) -> float:
    """Return what the standard deviation of a settled EWMA grows by because effects come from `weeks` weeks only.

    >>> [round(weekday_inflation(trust, lam=0.1), 4) for trust in (0.0, 0.5, 1.0)]
    [1.0, 1.0366, 1.0548]
    """
    span = weeks * WEEK
    own = np.zeros(span + 1)
    own[0] = 1.0
    own[WEEK::WEEK] -= 1 / weeks
    own[1:] += 1 / span
    memory = (1 - lam) ** np.arange(round(20 / lam))
    believed = float((np.convolve(own, memory) ** 2).sum() / (memory**2).sum()) - 1
    return float(np.sqrt(1 + believed * _wrong(trust)))


def weekday_error(trust: float, *, weeks: int = WEEKS) -> float:
    """Return the variance of the errors of effects, in that of one day's mean.

    >>> [round(weekday_error(trust), 4) for trust in (0.0, 0.5, 1.0)]
    [0.0, 0.071, 0.1071]
    """
    return (1 - 1 / WEEK) / weeks * _wrong(trust)


def _wrong(trust: float) -> float:
    """Return the share of the errors of fully believed effects."""
    return trust * (1 + EXTRA * (1 - trust))


def without_weekdays(mean: ArrayLike, n: ArrayLike) -> tuple[Floats, int]:
    """Return T daily means less the mean of their day of the week, and how many means that took.

    For judging how much days differ by themselves: effects estimated from eight weeks carry errors that come back every
    seven days and leave a chart's memory of weeks alone.

    >>> without_weekdays([1.0, 5.0, 5.0, 5.0, 5.0, 5.0, 9.0, 3.0], [2.0] * 8)[0].tolist()
    [-1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    size, value = as_floats(n), as_floats(mean)
    day = np.arange(len(size)) % WEEK
    answers, total = (np.bincount(day, weights=part, minlength=WEEK) for part in (size, size * value))
    return value - divide(total, answers)[day], int((answers > 0).sum())


def _without_the_day(mean: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Return for each day all days but itself, as weeks that begin with its day of the week: two of (T, weeks, 7)."""
    days = len(n)
    empty = np.zeros(-days % WEEK)
    others = np.tile(n, (days, 1)) * (1 - np.eye(days))
    parts = np.tile(mean, (days, 1)), others
    weeks = [np.concatenate([part, np.tile(empty, (days, 1))], axis=1).reshape(days, -1, WEEK) for part in parts]
    turned = (np.arange(WEEK) + np.arange(days)[:, None]) % WEEK
    aligned = [np.take_along_axis(part, turned[:, None, :], axis=2) for part in weeks]
    return aligned[0], aligned[1]


def _effects(mean: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Return effect and trust (K,) of the first weekday of K windows, from means and answers (K, weeks, 7)."""
    size, days = n.sum(axis=1), (n > 0).sum(axis=1)
    level = divide((n * mean).sum(axis=1), size)
    everything = size.sum(axis=1)
    middle = divide((size * level).sum(axis=1), everything)
    within = (n * (mean - level[:, None, :]) ** 2).sum(axis=(1, 2))
    freedom = np.maximum(days - 1, 0).sum(axis=1)
    noise = divide(within, freedom)
    spread = (size * (level - middle[:, None]) ** 2).sum(axis=1)
    present = (days > 0).sum(axis=1)
    between = divide(spread - (present - 1) * noise, everything - divide((size**2).sum(axis=1), everything))
    between = np.maximum(between, 0.0)
    trust = np.where(days[:, 0] >= LEAST_DAYS, divide(between, between + divide(noise, size[:, 0])), 0.0)
    return trust * (level[:, 0] - middle), trust
