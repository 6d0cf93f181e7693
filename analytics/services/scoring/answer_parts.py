"""Touchpoint scores that are means of value dimensions: how their single answers are spread."""

from collections.abc import Sequence

import numpy as np

from analytics.aggregates.sums import SeriesKey
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, divide
from analytics.numerics.returns.moves import Parts
from analytics.services.scoring.figures import Series
from analytics.services.scoring.months import Months, Window

LEAST_SHARE = 0.5
"""Scores count as means of dimensions when at least so many of them come with the dimensions."""


def parts_of(
    months: Months, window: Window, codes: Sequence[str], scores: Floats, settings: Settings
) -> tuple[Parts | None, ...]:
    """Return the single answers behind the scores of J touchpoints over a window, None where a score is one answer.

    scores (J, 11) are the mean scores of each bin on 0-10.
    """
    if settings.touchpoint_score not in ("auto", "dimensions"):
        return tuple(None for _ in codes)
    series = [months.series(month) for month in range(window[0], window[1] + 1)]
    return tuple(_parts(series, code, scores[place], settings) for place, code in enumerate(codes))


def _parts(series: Sequence[Series], code: str, scores: Floats, settings: Settings) -> Parts | None:
    answers, told, asked = np.zeros(11), 0.0, 0
    for name, metric in settings.dimension_metrics.items():
        hist = _counts(series, SeriesKey(code, metric, False))
        weight = settings.dimension_weights[name]
        if hist.any() and weight > 0:
            answers += weight * divide(hist, hist.sum())
            told, asked = max(told, float(hist.sum())), asked + 1
    people = _counts(series, SeriesKey(code, "score", False))
    return Parts(answers, people, scores) if asked > 1 and told >= LEAST_SHARE * people.sum() else None


def _counts(series: Sequence[Series], key: SeriesKey) -> Floats:
    found = [month[key].hist.sum(axis=0) for month in series if key in month]
    return np.sum(found, axis=0).astype(np.float64) if found else np.zeros(11)
