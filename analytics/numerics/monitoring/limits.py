"""Limits of an EWMA as it is run: judged month by month by an estimated baseline, with one alarm an excursion.

The table of run lengths says how soon a chart with known level and spread signals. A chart in use differs in four
ways, each of which moves the rate of its alarms: after an alarm W takes weeks to come back to its centre, and raises no
other until then; level and spread are estimates; W still remembers days of the baseline when the month begins, so an
error of the level comes into it only gradually; and the test for neighbouring days that resemble each other is wrong
now and then and widens the limits for nothing.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import scipy
from numpy.polynomial import chebyshev

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.monitoring.arl import LAMBDA, LEAST_ARL, MOST_ARL, WIDEST, checked, normal_density
from analytics.numerics.monitoring.ewma import MEMORY_LEVEL, autocorrelation_inflation
from analytics.numerics.monitoring.excursion_rate import monthly_excursions

GRID = (10, 15, 20, 28, 45, 75, 182)
"""Lengths of a baseline for which limits are calculated; those between are interpolated."""
STEP = float(np.log(2.0) / 2)
"""Distance, in logarithms, of the run lengths for which limits are calculated."""
NARROWEST = 0.5
"""An L so small alarms whenever W has left its centre: no chart alarms more often."""
UNHEARD = 9.0
"""At this L no month has an alarm."""
WEEKDAYS = 7
_POINTS = 26


@lru_cache(maxsize=1024)
def monitored_limit(run_length: float, *, baseline_days: int, lam: float = LAMBDA) -> float:
    """Return the L with which a chart has an excursion in `run_length` days on average when nothing changes.

    It is judged by the `baseline_days` before each month. Where no limit gives that run length, because it is shorter
    than excursions last or the baseline says too little, the narrowest or the widest stands for it. Raises ValueError
    for a run length outside 5 to 1e7 days and for a baseline of fewer than 10.

    >>> round(monitored_limit(500.0, baseline_days=182), 3), round(monitored_limit(500.0, baseline_days=60), 3)
    (2.881, 3.07)
    """
    checked(lam, run_length)
    if baseline_days < GRID[0]:
        raise ValueError(f"a baseline of at least {GRID[0]} days is needed")

    def excess(limit: float) -> float:
        return -float(np.log(alarm_rate(limit, baseline_days=baseline_days, lam=lam) * run_length + 1e-300))

    if excess(NARROWEST) >= 0:
        return NARROWEST
    return (
        float(scipy.optimize.brentq(excess, NARROWEST, WIDEST, xtol=1e-8, rtol=1e-9)) if excess(WIDEST) > 0 else WIDEST
    )


def limit_between(run_length: float, *, baseline_days: float, lam: float = LAMBDA) -> float:
    """Return `monitored_limit` for any run length and baseline from the nearest ones that are calculated once.

    Straight lines in the logarithm of the run length and in 1 / days differ from it by less than 0.01.

    >>> round(limit_between(500.0, baseline_days=182), 3)
    2.88
    """
    checked(lam, run_length)
    place = np.log(run_length / LEAST_ARL) / STEP
    lower = min(int(place), int(np.log(MOST_ARL / LEAST_ARL) / STEP))
    lengths = [min(LEAST_ARL * float(np.exp(STEP * step)), MOST_ARL) for step in (lower, lower + 1)]
    days = float(np.clip(baseline_days, GRID[0], GRID[-1]))
    low, high = next((low, high) for low, high in pairwise(GRID) if low <= days <= high)
    share = (1 / low - 1 / days) / (1 / low - 1 / high)
    ends = []
    for length in lengths:
        of_low, of_high = (monitored_limit(length, baseline_days=size, lam=lam) for size in (low, high))
        ends.append(of_low + share * (of_high - of_low))
    along = np.log(run_length / lengths[0]) / max(float(np.log(lengths[1] / lengths[0])), 1e-12)
    return float(ends[0] + min(along, 1.0) * (ends[1] - ends[0]))


def alarm_rate(limit: float, *, baseline_days: int, lam: float = LAMBDA) -> float:
    """Return the excursions a day of a chart whose baseline are the `baseline_days` before each month.

    The mean over the errors of level and spread, over the days of the month, and over whether chance alone makes
    neighbouring days look alike.
    """
    scale, of_scale = _errors_of_spread(baseline_days)
    # Around an estimated mean neighbouring days look a little opposed: by 1 / days.
    level = MEMORY_LEVEL + 1 / np.sqrt(baseline_days)
    wrongly = float(scipy.special.ndtr(-level))
    mistaken = (float(normal_density(np.array(level))) / wrongly - 1 / np.sqrt(baseline_days)) / np.sqrt(baseline_days)
    wider = autocorrelation_inflation(min(float(mistaken), 0.9), lam=lam)
    rates = [of_scale @ _rates(limit * scale * times, baseline_days, lam) for times in (1.0, wider)]
    return float((1 - wrongly) * rates[0] + wrongly * rates[1])


def _rates(limit: Floats, baseline_days: int, lam: float) -> Floats:
    """Return excursions a day by L, the mean over the errors of the level."""
    known = chebyshev.chebval(_place(np.clip(limit, NARROWEST / 2, UNHEARD)), _series(baseline_days, lam))
    return np.where(limit < UNHEARD, np.exp(known), 0.0)


@lru_cache(maxsize=256)
def _series(baseline_days: int, lam: float) -> Floats:
    """Return the Chebyshev series of the logarithm of excursions a day in L."""
    x, w = np.polynomial.hermite_e.hermegauss(9)
    level, weight = x[4:] / np.sqrt(baseline_days), np.concatenate([w[4:5], 2 * w[5:]])  # both signs are the same
    places = chebyshev.chebpts1(_POINTS)
    limits = NARROWEST / 2 + (places + 1) / 2 * (UNHEARD - NARROWEST / 2)
    rates = monthly_excursions(limits, level, lam=lam, baseline_days=baseline_days) @ (weight / weight.sum())
    return as_floats(chebyshev.chebfit(places, np.log(rates), _POINTS - 1))


def _place(limit: Floats) -> Floats:
    return 2 * (limit - NARROWEST / 2) / (UNHEARD - NARROWEST / 2) - 1


def _errors_of_spread(days: int) -> tuple[Floats, Floats]:
    """Return nodes and weights of the ratio of an estimated standard deviation to the true one."""
    y, v = np.polynomial.hermite_e.hermegauss(9)
    third = 2 / (9 * max(days - WEEKDAYS, 3))  # Wilson and Hilferty's normal form of a chi-square
    return np.sqrt(np.maximum(1 - third + np.sqrt(third) * y, 0.05) ** 3), v / v.sum()
