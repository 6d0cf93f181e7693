"""Reading the metrics of touchpoints by day, all segments together, for what is weighed by age."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.aggregates import layout
from analytics.aggregates.cells import load_cells
from analytics.aggregates.counters import LEVELS, METRICS, PART_BITS, SCALED, SERIES_SIZE, UNITS, Ints, Part
from analytics.aggregates.months import bounds, month_of
from analytics.aggregates.sums import SeriesKey
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

EPOCH = date(1970, 1, 1)
_FIELDS = 3
_OF_VALUE = [METRICS.index(metric) for metric in sorted(SCALED - {"rating"})]
"""What a touchpoint's value is made of."""


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Counters of a metric over T days in a row, oldest first: answers, sum of values and of their squares (T,).

    Units are those of `SeriesSums`: `total / scale` is in points, weighted answers and totals are in nano-weights.
    """

    n: Ints
    total: Ints
    squares: Ints
    scale: int


class DayReader:
    """The daily totals of the current company's touchpoints, by months that are read once each."""

    def __init__(self) -> None:
        self._touchpoints = layout.codes(LayoutEntry.Kind.TOUCHPOINT)
        self._months: dict[int, dict[SeriesKey, Ints]] = {}

    def totals(self, first: int, last: int) -> Mapping[SeriesKey, DayTotals]:
        """Return the totals of the days `first` to `last`, both included, numbers since 1970-01-01.

        Series that nothing was counted for are left out.
        """
        table: dict[SeriesKey, Ints] = {}
        for month in range(_month_of(first), _month_of(last) + 1):
            start = (bounds(month)[0] - EPOCH).days
            for key, days in self._month(month).items():
                low, high = max(first - start, 0), min(last + 1 - start, len(days))
                whole = table.setdefault(key, np.zeros((last - first + 1, _FIELDS), dtype=np.int64))
                whole[start + low - first : start + high - first] = days[low:high]
        return {
            key: DayTotals(days[:, 0], days[:, 1], days[:, 2], UNITS if key.metric in SCALED else 1)
            for key, days in sorted(table.items())
            if days.any()
        }

    def _month(self, month: int) -> dict[SeriesKey, Ints]:
        if month not in self._months:
            start, end = bounds(month)
            self._months[month] = self._read((start - EPOCH).days, (end - EPOCH).days - 1)
        return self._months[month]

    def _read(self, first: int, last: int) -> dict[SeriesKey, Ints]:
        """Return answers, sums and squares by day (T, 3) of the series that a range of days holds."""
        cells = load_cells(Cell.Kind.DAY, first=first, last=last)
        number = (cells.counter & ((1 << PART_BITS) - 1)) // SERIES_SIZE
        told = (number >= 32) & np.isin(number // 2 % 16, _OF_VALUE)
        told &= cells.counter % SERIES_SIZE < LEVELS + _FIELDS - 1
        rows = np.flatnonzero((cells.counter >> PART_BITS == Part.SERIES) & told)
        numbers, place = np.unique(number[rows], return_inverse=True)
        field = np.maximum(cells.counter[rows] % SERIES_SIZE - LEVELS + 1, 0)
        table = np.zeros((len(numbers), last - first + 1, _FIELDS), dtype=np.int64)
        np.add.at(table, (place, cells.period[rows] - first, field), cells.value[rows])
        return {self._key(int(one)): table[at] for at, one in enumerate(numbers)}

    def _key(self, number: int) -> SeriesKey:
        return SeriesKey(self._touchpoints[number // 32 - 1], METRICS[number // 2 % 16], bool(number % 2))


def totals_digest(totals: Mapping[SeriesKey, DayTotals]) -> str:
    """Return the SHA-256 of daily totals, the same for the same facts in every company."""
    hashed = hashlib.sha256()
    for key, days in sorted(totals.items()):
        hashed.update(repr(tuple(key)).encode())
        hashed.update(np.ascontiguousarray(np.stack([days.n, days.total, days.squares]), dtype="<i8").tobytes())
    return hashed.hexdigest()


def _month_of(day: int) -> int:
    return month_of(EPOCH + timedelta(days=day))
