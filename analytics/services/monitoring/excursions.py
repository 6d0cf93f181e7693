"""What stands out in a month's charts: one finding an excursion, dated on its first day beyond the limit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analytics.models.alert import AlertDirection, AlertKind, ChartMetric
from analytics.numerics.monitoring.arl import MOST_ARL
from analytics.numerics.monitoring.baseline import count_of
from analytics.numerics.monitoring.control import shifts, spikes
from analytics.numerics.monitoring.ewma import Excursion
from analytics.services.monitoring.charts import MonthChart
from analytics.services.monitoring.metrics import chart_key


@dataclass(frozen=True, slots=True)
class Finding:
    """An excursion: the days it lasted, and the figures of its first day in the month.

    `goes_on` says that it may have begun in the month before, whose chart then has found it already.
    """

    chart: str
    touchpoint: str
    metric: ChartMetric
    kind: AlertKind
    direction: AlertDirection
    day: date
    last_day: date
    n: int
    value: float
    expected: float
    z: float
    level: float
    limit: float
    reasons: list[dict[str, object]]
    goes_on: bool
    source: MonthChart


def findings(months: list[list[MonthChart]]) -> list[Finding]:
    """Return the excursions of the months, in order; give the month before the first one wanted as the first.

    One that went on over the end of a month is found once: the next month's chart, which has another baseline, only
    goes on with it. That is why the first month is needed even where only what began later is wanted.
    """
    going_on: dict[tuple[str, AlertKind, AlertDirection], int] = {}
    found: list[Finding] = []
    for month in months:
        still: dict[tuple[str, AlertKind, AlertDirection], int] = {}
        for one in (one for chart in month for one in _of_chart(chart)):
            place = going_on.get(_name(one)) if one.goes_on else None
            if place is None:
                place = len(found)
                found.append(one)
            found[place] = replace(found[place], last_day=one.last_day)
            if _ends_month(one):
                still[_name(one)] = place
        going_on = still
    return found


def _of_chart(chart: MonthChart) -> Iterator[Finding]:
    for kind, excursions in ((AlertKind.SHIFT, shifts(chart.found)), (AlertKind.SPIKE, spikes(chart.found))):
        for one in excursions:
            day = _first_beyond(chart, kind, one)
            if day is not None:
                yield _finding(chart, kind, one, day)


def _first_beyond(chart: MonthChart, kind: AlertKind, one: Excursion) -> int | None:
    """Return the first day of the month in an excursion on which the limit is passed, None when there is none."""
    for day in range(max(one.start, chart.month_start), one.end + 1):
        if kind == AlertKind.SPIKE or chart.found.chart.side[day - chart.found.start] == one.side:
            return day
    return None


def _finding(chart: MonthChart, kind: AlertKind, one: Excursion, day: int) -> Finding:
    found = chart.found
    expected, value = float(found.centre[day]), float(found.values[day])
    level, limit = value, expected
    if kind == AlertKind.SHIFT:
        place = day - found.start
        level = float(found.chart.values[place])
        limit = float((found.chart.high if one.side > 0 else found.chart.low)[place])
    elif found.day_high is not None and found.day_low is not None:
        limit = float((found.day_high if one.side > 0 else found.day_low)[day])
    if chart.metric == ChartMetric.ANSWERS:
        value, expected = float(count_of(value)), float(count_of(expected))
    direction = AlertDirection.UP if one.side > 0 else AlertDirection.DOWN
    return Finding(
        chart=chart_key(chart.touchpoint, chart.metric),
        touchpoint=chart.touchpoint,
        metric=chart.metric,
        kind=kind,
        direction=direction,
        day=chart.first_day + timedelta(days=day),
        last_day=chart.first_day + timedelta(days=one.end),
        n=round(float(chart.size[day])),
        value=value,
        expected=expected,
        z=float(found.z[day]),
        level=level,
        limit=limit,
        reasons=_reasons(chart, kind, direction, value, expected),
        goes_on=one.start < chart.month_start + (kind == AlertKind.SPIKE),
        source=chart,
    )


def _reasons(
    chart: MonthChart, kind: AlertKind, direction: AlertDirection, value: float, expected: float
) -> list[dict[str, object]]:
    """Return the codes that explain an alert, the main one first, each with the numbers its sentence needs."""
    found = chart.found
    main: dict[str, object] = {
        "code": f"{kind}_{direction}",
        "metric": str(chart.metric),
        "value": round(value, 4),
        "expected": round(expected, 4),
        "days_between_false_alarms": round(min(_days_between(chart, kind), MOST_ARL)),
    }
    change = found.baseline.change if found.baseline else None
    days = found.baseline.days if found.baseline else 0
    notes: dict[str, dict[str, object]] = {"short_baseline": {"days": days}}
    if change is not None:
        sides = [float(count_of(one)) if chart.daily.is_count else one for one in (change.before, change.after)]
        notes["level_changed"] = {"before": round(sides[0], 4), "after": round(sides[1], 4)}
    return [main, *({"code": name, **notes.get(name, {})} for name in found.notes)]


def _days_between(chart: MonthChart, kind: AlertKind) -> float:
    """Return the days between two false alarms of one of a chart's rules."""
    if kind == AlertKind.SHIFT:
        return chart.found.shift_run_length
    return 1 / chart.found.day_rate if chart.found.day_rate > 0 else MOST_ARL


def _name(one: Finding) -> tuple[str, AlertKind, AlertDirection]:
    return one.chart, one.kind, one.direction


def _ends_month(one: Finding) -> bool:
    return one.last_day == one.source.first_day + timedelta(days=len(one.source.size) - 1)
