"""What a chart compares with: the level, spread, shape and memory of the days before, when nothing had changed.

A day differs from the level for reasons that are no news: it is a Saturday, or more members answered than usual. Such
offsets are taken away first, so that the chart speaks of the experience and not of who happened to answer.
"""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, divide
from analytics.numerics.monitoring.changepoints import Change, noise_variance, single_change
from analytics.numerics.monitoring.ewma import MEMORY_LEVEL, lag_one, standard_scores
from analytics.numerics.monitoring.skewed import moments_of
from analytics.numerics.monitoring.weekdays import weekday_effects, without_weekdays
from analytics.numerics.shrinkage import shrink

BASELINE_DAYS = 182
LEAST_DAYS = 28
ENOUGH_DAYS = 60
LEAST_ANSWERS = 100
LEAST_DIFFERENT = 10
LEAST_A_DAY = 3.0
LEAST_DESIGN_EFFECT = 0.25


@dataclass(frozen=True, slots=True)
class Daily:
    """A metric over T days in a row: number and sum of answers by group of customers (G, T), answers by value (T, V).

    `values` (V,) are what the answers counted in `counts` add to the sum. A number of answers is charted itself with
    `counted()`: every day is then one observation.
    """

    n: Floats
    total: Floats
    counts: Floats
    values: Floats
    is_count: bool = False

    @property
    def size(self) -> Floats:
        """Answers of each day (T,)."""
        return np.asarray(self.n.sum(axis=0), dtype=np.float64)

    @property
    def mean(self) -> Floats:
        """Mean of each day (T,), 0 for a day without answers."""
        return divide(self.total.sum(axis=0), self.size)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the days `first` to `last` (not included) say.

    The level, the variance, skewness and excess kurtosis of one answer, by what factor days differ more than their
    answers explain, the autocorrelation of neighbouring days (0 where chance explains it). `days` are those with
    answers, `effective_days` what they are worth for the level when neighbours resemble each other. The level is that
    from which the days' standard scores differ by nothing on average, because those are what a chart remembers: busy
    days then have no more say than quiet ones where the two differ.
    `change` is a change of level inside the time looked at: after it the baseline begins, or before it it ends.
    """

    first: int
    last: int
    days: int
    effective_days: int
    answers: int
    level: float
    variance: float
    design_effect: float
    skew: float
    excess: float
    lag_one: float
    change: Change | None


@dataclass(frozen=True, slots=True)
class Offsets:
    """By how much the mean of each day (T,) is expected to differ from the level: who answered, and the weekday.

    `weekday_trust` is the mean share of the weekdays' differences in the baseline that is believed.
    """

    mix: Floats
    weekday: Floats
    weekday_trust: float

    @property
    def together(self) -> Floats:
        """Both together (T,)."""
        return np.asarray(self.mix + self.weekday, dtype=np.float64)


def counted(answers: Floats) -> Daily:
    """Return the number of answers a day (T,) as a metric.

    What is charted is its root, which chance moves by the same amount on quiet days and on busy ones (Anscombe 1948).

    >>> float(counted(np.array([100.0])).total[0, 0].round(3))
    20.037
    """
    roots = 2 * np.sqrt(answers + 0.375)
    return Daily(np.ones((1, len(answers))), roots[None, :], np.zeros((len(answers), 0)), np.zeros(0), is_count=True)


def count_of(root: Floats | float) -> Floats:
    """Return the number of answers that a root stands for, at least 0.

    >>> float(count_of(20.037).round(1))
    100.0
    """
    return np.maximum((np.asarray(root, dtype=np.float64) / 2) ** 2 - 0.375, 0.0)


def lacks(daily: Daily, window: slice) -> str:
    """Return why the days of a window are no baseline, in words; empty when they are."""
    days, answers = int((daily.size[window] > 0).sum()), float(daily.size[window].sum())
    if days < LEAST_DAYS:
        return f"{days} days with answers before, at least {LEAST_DAYS} are needed"
    if daily.is_count:
        average = float(count_of(daily.mean[window][daily.size[window] > 0]).mean())
        few = f"{average:.1f} answers a day, at least {LEAST_A_DAY:g} are needed"
        return few if average < LEAST_A_DAY else ""
    if answers < LEAST_ANSWERS:
        return f"{answers:.0f} answers before, at least {LEAST_ANSWERS} are needed"
    by_value = daily.counts[window].sum(axis=0)
    if by_value.sum() - by_value.max() < LEAST_DIFFERENT:
        return "nearly all answers before are the same, so a chart has nothing to vary by"
    return ""


def offsets(daily: Daily, window: slice) -> Offsets:
    """Return the offsets of all days; what groups of customers differ by comes from the window."""
    mix = _mix(daily, window)
    weekday, trust = weekday_effects(daily.total.sum(axis=0) - daily.size * mix, daily.size)
    return Offsets(mix, weekday, float(trust[window].mean()))


def baseline_of(daily: Daily, window: slice, expected: Offsets) -> Baseline:
    """Return what a window of days says, cut at the most likely change of level when there is one.

    `expected` are the offsets. The days after the change are taken if they are enough, else those before it. Call it
    for a window that `lacks` nothing.
    """
    adjusted = daily.mean - expected.together
    shape = _one_answer(daily, window)
    size = daily.size[window]
    phi = _memory(standard_scores(adjusted[window], size, centre=0.0, variance=1.0))
    noise = noise_variance(adjusted[window], size) * (1 + phi) / (1 - phi)
    change = single_change(adjusted[window], size, variance=max(noise, shape[0] * LEAST_DESIGN_EFFECT))
    first, last = window.start, window.stop
    if change is not None:
        after = slice(first + change.index, last)
        first, last = (after.start, last) if not lacks(daily, after) else (first, after.start)
    kept = slice(first, last)
    if change is not None and lacks(daily, kept):
        kept, change = window, None
    return _estimated(daily, kept, expected, shape, change)


def _estimated(
    daily: Daily, kept: slice, expected: Offsets, shape: tuple[float, float, float], change: Change | None
) -> Baseline:
    variance, skew, excess = shape
    size = daily.size[kept]
    days = int((size > 0).sum())
    own, weekdays = without_weekdays((daily.mean - expected.mix)[kept], size)
    z = standard_scores(own, size, centre=0.0, variance=variance)
    phi = _memory(z)
    return Baseline(
        first=kept.start,
        last=kept.stop,
        days=days,
        effective_days=round(float(np.clip(days * (1 - phi) / (1 + phi), 10, days))),
        answers=round(float(size.sum())),
        level=float(np.average((daily.mean - expected.together)[kept], weights=np.sqrt(size))),
        variance=variance,
        design_effect=max(float(np.nansum(z**2) / (days - weekdays)), LEAST_DESIGN_EFFECT),
        skew=skew,
        excess=excess,
        lag_one=phi,
        change=change,
    )


def _memory(z: Floats) -> float:
    """Return the autocorrelation of neighbouring days where chance does not explain it (5 %, one-sided), else 0."""
    days = int(np.isfinite(z).sum())
    phi = lag_one(z)
    return min(phi, 0.9) if phi > MEMORY_LEVEL / np.sqrt(days) else 0.0


def _one_answer(daily: Daily, window: slice) -> tuple[float, float, float]:
    """Return variance, skewness and excess kurtosis of one answer, without what groups of customers differ by.

    Roots of numbers of answers lean the other way than the numbers: by 1 / (2 sqrt(N)) where chance is Poisson's, with
    an excess of 1 / N.
    """
    if daily.is_count:
        lean = float(divide(1.0, daily.mean[window][daily.size[window] > 0].mean()))
        return 1.0, -lean, 4 * lean**2
    _, variance, skew, excess = moments_of(daily.counts[window].sum(axis=0), daily.values)
    size, level = _by_group(daily, window)
    between = float(np.average((level - np.average(level, weights=size)) ** 2, weights=size))
    return max(variance - between, variance * LEAST_DESIGN_EFFECT), skew, excess


def _by_group(daily: Daily, window: slice) -> tuple[Floats, Floats]:
    size = daily.n[:, window].sum(axis=1)
    return size, divide(daily.total[:, window].sum(axis=1), size)


def _mix(daily: Daily, window: slice) -> Floats:
    """Return by how much each day's mean is off because other groups answered than usual."""
    if len(daily.n) < 2:
        return np.zeros(daily.n.shape[1])
    size, level = _by_group(daily, window)
    _, variance, _, _ = moments_of(daily.counts[window].sum(axis=0), daily.values)
    own = shrink(level, divide(variance, size, empty=np.inf)).values
    usual = float(np.average(own, weights=size))
    return np.where(daily.size > 0, divide(own @ daily.n, daily.size) - usual, 0.0)
