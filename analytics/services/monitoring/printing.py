"""Charts and alerts as plain values: what `monitor --json` prints and the API gives."""

import math
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from analytics.models.alert import Alert, ChartMetric
from analytics.numerics.arrays import Floats
from analytics.numerics.monitoring.baseline import count_of
from analytics.numerics.monitoring.control import ControlChart, suggested_changes
from analytics.services.monitoring.charts import MonthChart
from analytics.services.monitoring.metrics import chart_key
from analytics.services.monitoring.words import reason_in_words


def printed_charts(months: list[list[MonthChart]], *, first: date, last: date) -> list[dict[str, Any]]:
    """Return the charts by key, their points from first to last; status, baseline and changes are the last month's."""
    by_key: defaultdict[str, list[MonthChart]] = defaultdict(list)
    for month in months:
        for chart in month:
            by_key[chart_key(chart.touchpoint, chart.metric)].append(chart)
    return [_chart(key, by_key[key], first, last) for key in sorted(by_key)]


def _chart(key: str, parts: list[MonthChart], first: date, last: date) -> dict[str, Any]:
    newest = parts[-1]
    found = newest.found
    points = [point for part in parts for point in _points(part) if first <= point["day"] <= last]
    return {
        "key": key,
        "touchpoint": newest.touchpoint,
        "metric": str(newest.metric),
        "status": found.status,
        "reason": found.reason,
        "notes": list(found.notes),
        "run_length": newest.run_length,
        "limit": _finite(found.limit),
        "baseline": _baseline(newest),
        "points": [{**point, "day": point["day"].isoformat()} for point in points],
        "changes": _changes(newest),
    }


def _baseline(chart: MonthChart) -> dict[str, Any] | None:
    base = chart.found.baseline
    if base is None:
        return None
    return {
        "first": _day(chart, base.first).isoformat(),
        "last": _day(chart, base.last - 1).isoformat(),
        "days": base.days,
        "answers": round(float(chart.size[base.first : base.last].sum())),
        "level": _shown(chart, base.level),
        "design_effect": base.design_effect,
        "lag_one": base.lag_one,
    }


def _points(chart: MonthChart) -> list[dict[str, Any]]:
    """Return the days of the month; none where there is no baseline."""
    found = chart.found
    if found.baseline is None:
        return []
    return [_point(chart, found, day) for day in range(chart.month_start, len(chart.size))]


def _point(chart: MonthChart, found: ControlChart, day: int) -> dict[str, Any]:
    place = day - found.start
    low, high = (None if limit is None else _finite(limit[day]) for limit in (found.day_low, found.day_high))
    return {
        "day": _day(chart, day),
        "n": round(float(chart.size[day])),
        "value": _shown(chart, found.values[day]),
        "centre": _shown(chart, found.centre[day]),
        "z": _finite(found.z[day]),
        "level": float(found.chart.values[place]),
        "low": float(found.chart.low[place]),
        "high": float(found.chart.high[place]),
        "flag": int(found.chart.side[place]),
        "day_low": low,
        "day_high": high,
    }


def _changes(chart: MonthChart) -> list[dict[str, Any]]:
    """Return the changes of level that the days of a chart suggest, dated with their intervals."""
    return [
        {
            "day": _day(chart, one.index).isoformat(),
            "low": _day(chart, one.low).isoformat(),
            "high": _day(chart, one.high).isoformat(),
            "before": _shown(chart, one.before),
            "after": _shown(chart, one.after),
        }
        for one in suggested_changes(chart.found, chart.daily.size)
    ]


def printed_alert(alert: Alert) -> dict[str, Any]:
    """Return an alert as plain values, with its reasons as codes and in words."""
    names = ("chart", "touchpoint", "metric", "kind", "direction", "state")
    figures = ("n", "value", "expected", "z", "level", "limit", "inputs_hash")
    return {
        "id": str(alert.pk),
        **{name: str(getattr(alert, name)) for name in names},
        "day": alert.day.isoformat(),
        "last_day": alert.last_day.isoformat(),
        **{name: getattr(alert, name) for name in figures},
        "reasons": [{**reason, "text": reason_in_words(reason)} for reason in alert.reasons],
    }


def _day(chart: MonthChart, place: int) -> date:
    return chart.first_day + timedelta(days=place)


def _shown(chart: MonthChart, value: float | Floats) -> float | None:
    """Return a value of the chart in the metric's own scale: roots of numbers of answers become numbers."""
    return _finite(count_of(float(value)) if chart.metric == ChartMetric.ANSWERS else value)


def _finite(value: Any) -> float | None:
    number = float(np.asarray(value))
    return number if math.isfinite(number) else None
