"""A control chart from daily sums: baseline, limits from the run length wanted, points, and what stands out."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy

from analytics.numerics.arrays import Floats, divide
from analytics.numerics.estimate import Status
from analytics.numerics.monitoring.arl import LAMBDA, LEAST_ARL, MOST_ARL
from analytics.numerics.monitoring.baseline import (
    BASELINE_DAYS,
    ENOUGH_DAYS,
    Baseline,
    Daily,
    Offsets,
    baseline_of,
    lacks,
    offsets,
)
from analytics.numerics.monitoring.changepoints import Change, changes
from analytics.numerics.monitoring.day_limits import day_correlation, day_limits, rate_used
from analytics.numerics.monitoring.ewma import (
    Ewma,
    Excursion,
    autocorrelation_inflation,
    ewma,
    excursions,
    standard_scores,
)
from analytics.numerics.monitoring.limits import limit_between
from analytics.numerics.monitoring.weekdays import weekday_error, weekday_inflation

OVERDISPERSED = 1.3
"""From this design effect on the reader is told that days differ by more than answers explain."""


RECENT = 28
"""Days at the end of the baseline that tell what limits of single days spend."""


class _DayLimits(NamedTuple):
    """Limits of single days, the false alarms a day that they give, and how many less that is than they might."""

    low: Floats | None
    high: Floats | None
    rate: float
    unused: float


_NO_DAYS = _DayLimits(None, None, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A chart of T days. Without a `baseline` the status is insufficient, `reason` says why and there are no points.

    `values` are the days' means, `centre` what was expected of each, z how far off it was in its own standard error;
    all NaN before `start` and z on days without answers. `chart` runs from `start`. `day_low` and `day_high` are the
    limits of a single day where the metric is a share, else None. `notes` are codes of what the reader should know.
    `shift_run_length` are the days between two false alarms of the EWMA, `day_rate` the false alarms a day of single
    days (0 without limits for them).
    """

    status: Status
    reason: str
    notes: tuple[str, ...]
    baseline: Baseline | None
    limit: float
    start: int
    values: Floats
    centre: Floats
    z: Floats
    chart: Ewma
    day_low: Floats | None
    day_high: Floats | None
    adjusted: Floats
    shift_run_length: float
    day_rate: float


def control_chart(
    daily: Daily, *, monitored_from: int, run_length: float, lam: float = LAMBDA, is_share: bool = False
) -> ControlChart:
    """Return the chart whose baseline are the 182 days before day `monitored_from`, and that goes on to the last day.

    `run_length` is the average number of days between two false signals of the chart, the errors of its baseline
    included. With `is_share` single days get limits too, at the same rate; what they cannot spend of it the EWMA has.
    """
    window = slice(max(monitored_from - BASELINE_DAYS, 0), monitored_from)
    reason = lacks(daily, window)
    if reason:
        return _empty(daily, reason)
    known = offsets(daily, window)
    found, expected = baseline_of(daily, window, known), known.together
    days = _single_days(daily, found, known, monitored_from, run_length) if is_share else _NO_DAYS
    # What single days cannot spend of their false alarms, because answers cannot be divided, is given to the EWMA.
    own_length = float(np.clip(1 / (1 / run_length + days.unused), LEAST_ARL, MOST_ARL))
    limit = limit_between(own_length, baseline_days=found.effective_days, lam=lam)
    start, size = found.first, daily.size
    z = standard_scores(
        daily.mean, size, centre=found.level + expected, variance=found.variance, design_effect=found.design_effect
    )
    z[:start] = np.nan
    status: Status = "ok" if found.days >= ENOUGH_DAYS else "provisional"
    return ControlChart(
        status=status,
        reason="" if status == "ok" else f"{found.days} days in the baseline, {ENOUGH_DAYS} are better",
        notes=_notes(daily, found, days),
        baseline=found,
        limit=limit,
        start=start,
        values=np.where(size > 0, daily.mean, np.nan),
        centre=found.level + expected,
        z=z,
        chart=_ewma(z[start:], size[start:], found, known.weekday_trust, limit, lam),
        day_low=days.low,
        day_high=days.high,
        adjusted=daily.mean - expected,
        shift_run_length=own_length,
        day_rate=days.rate,
    )


def _ewma(z: Floats, size: Floats, found: Baseline, trust: float, limit: float, lam: float) -> Ewma:
    """Return the chart of standard scores of days with `size` answers."""
    worth = size * found.design_effect
    inflation = autocorrelation_inflation(found.lag_one, lam=lam) * weekday_inflation(trust, lam=lam)
    return ewma(
        z,
        limit=limit,
        lam=lam,
        skew=divide(found.skew, np.sqrt(worth)),
        excess=divide(found.excess, worth),
        inflation=inflation,
    )


def shifts(found: ControlChart) -> list[Excursion]:
    """Return the excursions of the EWMA, in days of the whole series."""
    moved = excursions(found.chart)
    return [Excursion(found.start + one.start, found.start + one.end, one.side) for one in moved]


def spikes(found: ControlChart) -> list[Excursion]:
    """Return the runs of single days outside their own limits, in days of the whole series."""
    if found.day_low is None or found.day_high is None:
        return []
    values = np.where(np.isfinite(found.z), found.values, np.nan)
    side = (values > found.day_high).astype(np.int8) - (values < found.day_low).astype(np.int8)
    runs: list[Excursion] = []
    for day in np.flatnonzero(side).tolist():
        if runs and runs[-1].end == day - 1 and runs[-1].side == side[day]:
            runs[-1] = Excursion(runs[-1].start, day, runs[-1].side)
        else:
            runs.append(Excursion(day, day, int(side[day])))
    return runs


def newest_p_value(found: ControlChart) -> float:
    """Return how rarely chance alone takes the EWMA as far out as on the last day; NaN where there is no chart.

    The limits say how far is how rare, so what widens them (a short baseline, memory, a lean) is in it.
    """
    if found.baseline is None or not len(found.chart.values):
        return float("nan")
    level = found.chart.values[-1]
    bound = found.chart.high[-1] if level >= 0 else found.chart.low[-1]
    return float(2 * scipy.special.ndtr(-found.limit * divide(level, bound)))


def suggested_changes(found: ControlChart, size: Floats) -> list[Change]:
    """Return the changes of level that the days since the beginning suggest, offsets taken away; size (T,) is n."""
    if found.baseline is None:
        return []
    base = found.baseline
    noise = base.variance * base.design_effect * (1 + base.lag_one) / (1 - base.lag_one)
    return changes(found.adjusted, size, variance=noise)


def _single_days(daily: Daily, found: Baseline, known: Offsets, monitored_from: int, run_length: float) -> _DayLimits:
    """Return the limits of single days of a share, from the first monitored day.

    By how much days differ is an estimate too: where they do, the rate is that of Student's t. What the limits spend is
    known before the month begins, from the last four weeks of the baseline.
    """
    size, total = daily.size, daily.total.sum(axis=0)
    share = np.clip(found.level + known.together, 1e-6, 1 - 1e-6)
    kept, weeks = slice(found.first, found.last), slice(max(found.first, found.last - RECENT), found.last)
    usual = size[kept].sum() / found.days
    of_weekday = weekday_error(known.weekday_trust) / usual
    answers = 1 / (1 / found.answers + of_weekday)
    correlation = day_correlation(
        total[kept], size[kept], share[kept], baseline_answers=1 / of_weekday if of_weekday else np.inf
    )
    wanted = rate = 1 / run_length
    if correlation > 0:
        rate = 2 * float(scipy.special.ndtr(scipy.special.stdtrit(found.days - 1, wanted / 2)))
    low, high = np.zeros(len(size)), np.ones(len(size))
    ahead = slice(monitored_from, None)
    low[ahead], high[ahead] = day_limits(
        size[ahead], share[ahead], rate=rate, correlation=correlation, baseline_answers=answers
    )
    used = rate_used(size[weeks], share[weeks], rate=rate, correlation=correlation, baseline_answers=answers)
    return _DayLimits(low, high, wanted * used / rate, wanted - wanted * used / rate)


def _notes(daily: Daily, found: Baseline, days: _DayLimits) -> tuple[str, ...]:
    notes = {
        "short_baseline": found.days < ENOUGH_DAYS,
        "autocorrelated": found.lag_one > 0,
        "overdispersed": found.design_effect > OVERDISPERSED,
        "mix_adjusted": len(daily.n) > 1,
        "level_changed": found.change is not None,
        "day_limits_coarse": days.unused > days.rate,
    }
    return tuple(name for name, holds in notes.items() if holds)


def _empty(daily: Daily, reason: str) -> ControlChart:
    nothing = np.full(daily.n.shape[1], np.nan)
    none = np.empty(0)
    chart = Ewma(none, none, none, np.empty(0, dtype=np.int8))
    return ControlChart(
        "insufficient",
        reason,
        (),
        None,
        np.nan,
        daily.n.shape[1],
        nothing,
        nothing,
        nothing,
        chart,
        None,
        None,
        nothing,
        np.nan,
        0.0,
    )
