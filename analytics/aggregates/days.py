"""Reading the metrics of a range of days, day by day, for control charts."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from django.db.models import Max

from analytics.aggregates import layout
from analytics.aggregates.cells import Loaded, load_cells
from analytics.aggregates.counters import LEVELS, METRICS, PART_BITS, SCALED, SERIES_SIZE, UNITS, Ints, Part
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

EPOCH = date(1970, 1, 1)
MOST_SEGMENTS = 12
"""The segments with most answers stand alone, the others together: few answers say little about who gave them."""


@dataclass(frozen=True, slots=True)
class DaySums:
    """A metric at a touchpoint ("" is the company) over T days.

    `hist` (G, T, 11) are answers by segment, day and bin, `total` (G, T) their sum; `total / scale` is in points.
    """

    touchpoint: str
    metric: str
    hist: Ints
    total: Ints
    scale: int


def day_number(day: date) -> int:
    """Return the number by which cells know a day.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number."""
    return EPOCH + timedelta(days=number)


def newest_day() -> date | None:
    """Return the newest day with an answer, None when there is none."""
    newest: int | None = Cell.objects.filter(kind=Cell.Kind.DAY).aggregate(newest=Max("period"))["newest"]
    return None if newest is None else day_of(newest)


def day_sums(*, first: date, last: date) -> list[DaySums]:
    """Return the metrics that have answers in the days from first to last, both included, by touchpoint and metric."""
    cells = load_cells(Cell.Kind.DAY, first=day_number(first), last=day_number(last))
    series = cells.counter >> PART_BITS == Part.SERIES
    number = (cells.counter & ((1 << PART_BITS) - 1)) // SERIES_SIZE
    codes = layout.codes(LayoutEntry.Kind.TOUCHPOINT)
    days = (last - first).days + 1
    plain = series & (number % 2 == 0)
    order = np.flatnonzero(plain)[np.argsort(number[plain], kind="stable")]
    edges = np.flatnonzero(np.r_[True, np.diff(number[order]) != 0, True]) if len(order) else np.zeros(1, dtype=int)
    found = []
    for start, end in pairwise(edges):
        rows = order[start:end]
        touchpoint, metric = int(number[rows[0]]) // 32 - 1, METRICS[int(number[rows[0]]) // 2 % 16]
        hist, total = _dense(cells, rows, day_number(first), days)
        if hist.any():
            code = "" if touchpoint < 0 else codes[touchpoint]
            found.append(DaySums(code, metric, hist, total, UNITS if metric in SCALED else 1))
    return sorted(found, key=lambda one: (one.touchpoint, one.metric))


def _dense(cells: Loaded, rows: Ints, first: int, days: int) -> tuple[Ints, Ints]:
    """Return the counters of one series by segment, day and bin, and the sums by segment and day."""
    segment, place = _grouped(cells, rows)
    table = np.zeros((int(segment.max()) + 1, days, SERIES_SIZE), dtype=np.int64)
    np.add.at(table, (segment, cells.period[rows] - first, place), cells.value[rows])
    return table[:, :, :LEVELS], table[:, :, LEVELS]


def _grouped(cells: Loaded, rows: Ints) -> tuple[Ints, Ints]:
    """Return the group of each row's segment, the largest first, and its place among the counters of the series."""
    place = cells.counter[rows] % SERIES_SIZE
    segments, member = np.unique(cells.scope[rows], return_inverse=True)
    answers = np.bincount(member, weights=np.where(place < LEVELS, cells.value[rows], 0), minlength=len(segments))
    rank = np.empty(len(segments), dtype=np.int64)
    rank[np.argsort(-answers, kind="stable")] = np.arange(len(segments))
    return np.minimum(rank, MOST_SEGMENTS)[member], place
