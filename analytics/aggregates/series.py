"""Counters of every metric at every touchpoint: histograms, sums and sums of squares."""

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.answers import Answers
from analytics.aggregates.counters import (
    LEVELS,
    METRICS,
    SCALED,
    SERIES_SIZE,
    Ints,
    Part,
    Sums,
    level_of,
    sums,
    together,
)
from analytics.aggregates.keys import cell_keys
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell

_NANO_TO_MILLI = 1_000_000
_NARROW = frozenset({Cell.Kind.UNIT_DAY, Cell.Kind.CHANNEL_DAY})
_OF_TOUCHPOINTS = SCALED - {"rating"}
"""What the days of units and channels keep of answers about touchpoints: what their value is made of."""


def series_number(touchpoint: Ints, metric: int, *, weighted: bool) -> Ints:
    """Return the number of a series; the company as a whole is touchpoint -1."""
    return ((touchpoint + 1) * 16 + metric) * 2 + int(weighted)


def series_sums(answers: Answers, people: Respondents) -> dict[Cell.Kind, Sums]:
    """Return the counters of all metrics by segment, unit and channel, by month and by day."""
    rows, who = answers.rows, answers.respondent
    bucket, segment = people.bucket[who], people.segment[who]
    scopes: dict[Cell.Kind, tuple[Ints, Ints, NDArray[np.bool_]]] = {
        Cell.Kind.SEGMENT: (segment, answers.month, np.ones(len(rows), dtype=np.bool_)),
        Cell.Kind.UNIT: (rows["unit"], answers.month, rows["unit"] >= 0),
        Cell.Kind.CHANNEL: (rows["channel"], answers.month, rows["channel"] >= 0),
        Cell.Kind.DAY: (segment, rows["day"], np.ones(len(rows), dtype=np.bool_)),
        Cell.Kind.UNIT_DAY: (rows["unit"], rows["day"], rows["unit"] >= 0),
        Cell.Kind.CHANNEL_DAY: (rows["channel"], rows["day"], rows["channel"] >= 0),
    }
    readings = _readings(answers)
    result = {}
    for kind, (scope, period, within) in scopes.items():
        cells = cell_keys(kind, scope, period, bucket)
        parts = []
        for metric, (value, level) in readings.items():
            kept = within & (value >= 0)
            if kind in _NARROW and metric not in _OF_TOUCHPOINTS:
                kept &= answers.touchpoint == -1
            parts.extend(_one_metric(answers, metric, cells, kept, value, level))
        result[kind] = together(parts)
    return result


def _readings(answers: Answers) -> dict[str, tuple[Ints, Ints]]:
    """Return value and bin of each metric, value by value; -1 where an answer does not give the metric."""
    readings = {name: (answers.rows[name], answers.rows[name]) for name in METRICS if name not in SCALED}
    readings |= {name: (found, level_of(found)) for name, found in answers.dimensions.items()}
    readings["rating"] = (answers.rating, level_of(answers.rating))
    readings["score"] = (answers.score, level_of(answers.score))
    return readings


def _one_metric(
    answers: Answers, metric: str, cells: Ints, given: NDArray[np.bool_], value: Ints, level: Ints
) -> list[Sums]:
    """Return the counters of one metric, plain and, where answers carry weights, weighted."""
    given = given & (answers.touchpoint >= -1)
    if not given.any():
        return []
    number = METRICS.index(metric)
    cell, touchpoint = cells[given], answers.touchpoint[given]
    value, level = value[given], level[given]
    plain = series_number(touchpoint, number, weighted=False) * SERIES_SIZE
    parts = [
        sums(Part.SERIES, cell, plain + level),
        sums(Part.SERIES, cell, plain + LEVELS, value),
        sums(Part.SERIES, cell, plain + LEVELS + 1, value * value),
    ]
    weight = answers.rows["weight"][given]
    weighed = weight >= 0
    if weighed.any():
        cell, value, level, weight = cell[weighed], value[weighed], level[weighed], weight[weighed]
        base = series_number(touchpoint[weighed], number, weighted=True) * SERIES_SIZE
        milli = weight // _NANO_TO_MILLI
        parts += [
            sums(Part.SERIES, cell, base + level, weight),
            sums(Part.SERIES, cell, base + LEVELS, weight * value),
            sums(Part.SERIES, cell, base + LEVELS + 1, milli * milli),
            sums(Part.SERIES, cell, base + LEVELS + 2),
        ]
    return parts
