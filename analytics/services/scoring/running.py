"""The running value of touchpoints: all answers up to a day, the newest counting most (equation 3)."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property, partial

import numpy as np

from analytics.aggregates.day_totals import DayTotals, totals_digest
from analytics.aggregates.months import month_of
from analytics.aggregates.sums import SeriesKey
from analytics.models.period import EPOCH, Period
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.clusters import lent_replicates
from analytics.numerics.experience.decay import days_of_memory, decay_weights
from analytics.numerics.experience.weights import kish_n
from analytics.services.scoring.experience import as_hundred, value_by
from analytics.services.scoring.figures import NO_ANSWERS, Mean, Series, mean_of
from analytics.services.scoring.gather import added
from analytics.services.scoring.months import Months

HALF_LIVES = 8
"""Half-lives after which an answer is forgotten: it would count less than half a percent."""

MOST_DAYS = 3 * 365
"""Longest memory, however long the half-life."""


def memory_of(period: Period, settings: Settings) -> tuple[int, int]:
    """Return the first and last day whose answers the running value of a period rests on, since 1970-01-01."""
    last = period.days[1]
    return last - min(HALF_LIVES * settings.half_life_days, MOST_DAYS) + 1, last


class Running:
    """The running values of touchpoints as of the end of a period, read when they are needed.

    Days are not kept by groups of customers. Intervals take the effective number of answers (Kish) and the design
    effect of the months that the memory mostly rests on.
    """

    def __init__(self, months: Months, period: Period, settings: Settings) -> None:
        self._months, self._settings = months, settings
        self._days = memory_of(period, settings)

    def value(self, code: str, *, weighted: bool) -> Estimate:
        """Return the experience value of a touchpoint by its answers, 0 to 100, or why there is none."""
        key = SeriesKey(code, "score", False)
        n = int(self._totals[key].n.sum()) if key in self._totals else 0
        if n == 0:
            return insufficient(0, NO_ANSWERS)
        fresh, minimum = float(self._weights @ self._totals[key].n), self._settings.minimum_n
        if fresh < minimum:
            return insufficient(n, f"{n} answers are worth {fresh:.1f} fresh ones, at least {minimum} are needed")
        mean = value_by(partial(self._mean, code, weighted=weighted), self._settings)
        return as_hundred(mean, minimum)

    @property
    def digest(self) -> str:
        """Return a hash of the counters of all days in memory."""
        return totals_digest(self._totals)

    @cached_property
    def _totals(self) -> Mapping[SeriesKey, DayTotals]:
        return self._months.days.totals(*self._days)

    @cached_property
    def _weights(self) -> Floats:
        first, last = self._days
        return decay_weights(np.arange(last - first, -1, -1), half_life=self._settings.half_life_days)

    @cached_property
    def _lenders(self) -> Series:
        """Return the answers of the latest months, by groups of customers, who may answer in several of them."""
        first, last = self._days
        held = min(round(days_of_memory(self._settings.half_life_days)), last - first)
        months = range(_month(last - held), _month(last) + 1)
        return added([self._months.whole_series(month) for month in months])

    def _mean(self, code: str, metric: str, *, weighted: bool) -> Mean | None:
        """Return the mean of a metric by age, as wide as the answers that it is worth make it."""
        plain = self._totals.get(SeriesKey(code, metric, False))
        shown = self._totals.get(SeriesKey(code, metric, weighted))
        lender = mean_of(self._lenders, code, metric, weighted=weighted)
        if plain is None or shown is None or lender is None:
            return None
        ages = self._weights
        worth = kish_n(ages, answers=plain.n)
        centre, squares = (float(ages @ part) / float(ages @ plain.n) for part in (plain.total, plain.squares))
        spread = max(squares - centre**2, 0.0) / plain.scale**2 * worth
        replicates = lent_replicates(
            float(ages @ shown.total) / float(ages @ shown.n) / shown.scale,
            worth,
            spread,
            lender.replicates,
            lender.n,
            lender.squares,
            groups=lender.groups,
        )
        return Mean(as_floats(replicates), int(plain.n.sum()), lender.groups, spread)


def _month(day: int) -> int:
    return month_of(EPOCH + timedelta(days=day))
