"""The metrics that are charted, made from the counters of days."""

from collections.abc import Sequence

import numpy as np

from analytics.aggregates.days import DaySums
from analytics.models.alert import ChartMetric
from analytics.models.settings import Settings
from analytics.numerics.monitoring.baseline import Daily, counted

_LEVELS = np.arange(11.0)
_DETRACTOR = (_LEVELS <= 6).astype(np.float64)
_NPS = 100 * ((_LEVELS >= 9).astype(np.float64) - _DETRACTOR)
_OUTCOMES = ("loyalty", "nps", "csat", "rating")

type Series = dict[tuple[str, ChartMetric], Daily]


def chart_key(touchpoint: str, metric: str) -> str:
    """Return the key of a chart.

    >>> chart_key("queue", "mean"), chart_key("", "nps")
    ('queue/mean', '/nps')
    """
    return f"{touchpoint}/{metric}"


def charted(sums: Sequence[DaySums], settings: Settings) -> Series:
    """Return the metrics of the company ("") and of its touchpoints that can be charted, by touchpoint and metric.

    The mean is that of the touchpoint's score, or of the company's loyalty outcome. Every metric keeps its segments.
    """
    found: Series = {}
    by_name = {(one.touchpoint, one.metric): one for one in sums}
    for touchpoint in sorted({one.touchpoint for one in sums}):
        main = by_name.get((touchpoint, _main_metric(by_name, touchpoint, settings)))
        if main is not None:
            found[touchpoint, ChartMetric.MEAN] = _mean(main)
            found[touchpoint, ChartMetric.ANSWERS] = counted(main.hist.sum(axis=(0, 2)).astype(np.float64))
        nps = by_name.get((touchpoint, "nps"))
        if nps is not None:
            found[touchpoint, ChartMetric.NPS] = _of_bins(nps, _NPS)
            found[touchpoint, ChartMetric.DETRACTORS] = _of_bins(nps, _DETRACTOR)
    return found


def _main_metric(by_name: dict[tuple[str, str], DaySums], touchpoint: str, settings: Settings) -> str:
    if touchpoint:
        return "score"
    wanted = _OUTCOMES if settings.loyalty_outcome == "auto" else (settings.loyalty_outcome,)
    return next((name for name in wanted if ("", name) in by_name), wanted[0])


def _mean(sums: DaySums) -> Daily:
    hist = sums.hist.astype(np.float64)
    return Daily(hist.sum(axis=2), sums.total / sums.scale, hist.sum(axis=0), _LEVELS)


def _of_bins(sums: DaySums, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Daily:
    hist = sums.hist.astype(np.float64)
    return Daily(hist.sum(axis=2), hist @ values, hist.sum(axis=0), values)
