"""The counters of windows of months, put together from months that are read once each.

Windows of neighbouring periods overlap in all but two months. So a window is kept and moved on: the new month is added
and the old one taken away, which is exact because all counters are integers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from analytics.aggregates.counters import DRIVER_PARTS, Ints
from analytics.aggregates.day_totals import DayReader
from analytics.aggregates.history_tables import Histories
from analytics.aggregates.reading import CellReader
from analytics.aggregates.sums import (
    DriverSums,
    GapSums,
    ItemPair,
    LoyaltySums,
    PairSums,
    SalesSums,
    SeriesKey,
    SeriesSums,
)
from analytics.models.layout import LayoutEntry
from analytics.services.scoring.hashing import digest_of

type Window = tuple[int, int]

MONTHS_KEPT = 48


@dataclass(frozen=True, slots=True)
class Moved:
    """A table of sums and the window that it holds."""

    window: Window
    table: tuple[Ints, ...]


class Months:
    """The counters of the current company, by windows of months (both ends included), read when they are needed."""

    def __init__(self) -> None:
        self._readers: dict[int, CellReader] = {}
        self._digests: dict[int, str] = {}
        self._moved: dict[tuple[str, str | None], Moved] = {}
        self._answered: dict[tuple[int, str], dict[str, dict[SeriesKey, SeriesSums]]] = {}
        self._series: dict[int, Mapping[SeriesKey, SeriesSums]] = {}
        self._layout = CellReader(0, 0)
        self.histories = Histories()

    @cached_property
    def days(self) -> DayReader:
        """The counters of touchpoints by day."""
        return DayReader()

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments, sorted; the empty name holds those without one."""
        return self._layout.segments

    def drivers(
        self, window: Window, segment: str | None = None, touchpoints: tuple[str, ...] | None = None
    ) -> DriverSums:
        """Return the sums of the driver regression over a window, for these touchpoints or all that were scored."""
        table = self._over("drivers", window, segment, self._month_drivers)
        parts = dict(zip(DRIVER_PARTS, table, strict=True))
        return DriverSums.arranged(self._layout.codes[LayoutEntry.Kind.TOUCHPOINT], parts, touchpoints)

    def loyalty(self, window: Window, segment: str | None = None) -> LoyaltySums:
        """Return what customers at each loyalty level did in the months that followed, over a window."""
        table = self._over("loyalty", window, segment, self._month_loyalty)
        return LoyaltySums(*table)

    def sales(self, window: Window) -> SalesSums:
        """Return orders, money and buyers of a window."""
        return SalesSums(*self._over("sales", window, None, self._month_sales))

    def customers(self, window: Window, segment: str | None = None) -> Ints:
        """Return the distinct known customers with a fact in the window, by group."""
        parts = [self._reader(month).customers(window, segment) for month in range(window[0], window[1] + 1)]
        total: Ints = np.sum(parts, axis=0)
        return total

    def series(self, month: int, kind: str = "segment", code: str | None = None) -> dict[SeriesKey, SeriesSums]:
        """Return the metrics of a month that have answers, by touchpoint and metric."""
        found = self._reader(month).series((month, month), kind, code)
        return {key: sums for key, sums in found.items() if sums.is_told}

    def whole_series(self, month: int) -> Mapping[SeriesKey, SeriesSums]:
        """Return the metrics of everybody in a month, kept because the running values of many periods lend from it."""
        if month not in self._series:
            self._series[month] = self.series(month)
            for old in sorted(self._series)[:-MONTHS_KEPT]:
                del self._series[old]
        return self._series[month]

    def answered(self, month: int, kind: str) -> dict[str, dict[SeriesKey, SeriesSums]]:
        """Return the metrics of all segments, units or channels that have answers in a month, by code."""
        if (month, kind) not in self._answered:
            self._answered = {key: kept for key, kept in self._answered.items() if key[0] == month}
            self._answered[month, kind] = self._reader(month).answered((month, month), kind)
        return self._answered[month, kind]

    def evidence(self, window: Window, segment: str | None = None) -> dict[ItemPair, PairSums]:
        """Return the counters of evidence over a window, by touchpoint and pair of items."""
        parts = [self._reader(month).evidence((month, month), segment) for month in _months(window)]
        return _summed(PairSums, parts)

    def gaps(self, window: Window, segment: str | None = None) -> dict[str, GapSums]:
        """Return the counters of experience minus expectation over a window, by touchpoint."""
        return _summed(GapSums, [self._reader(month).gaps((month, month), segment) for month in _months(window)])

    def has_facts(self, month: int) -> bool:
        """Return whether anything is counted in a month: what was taken away again is not."""
        sales = self._month_sales(month, None)
        return any(table.any() for table in sales) or bool(self.customers((month, month)).any() or self.series(month))

    def digest(self, window: Window) -> str:
        """Return a hash of all counters of a window, the same for the same facts in every company.

        Purchase histories at its end go back further.
        """
        months = [self._month_digest(month) for month in range(window[0], window[1] + 1)]
        return digest_of([*months, self.histories.digest(window[1])])

    def _month_digest(self, month: int) -> str:
        if month not in self._digests:
            self._digests[month] = self._reader(month).digest((month, month))
        return self._digests[month]

    def _reader(self, month: int) -> CellReader:
        """Return the reader of one month; the oldest are forgotten so that long histories fit into memory."""
        if month not in self._readers:
            self._readers[month] = CellReader(month, month, codes=self._layout.codes)
            for old in sorted(self._readers)[:-MONTHS_KEPT]:
                del self._readers[old]
        return self._readers[month]

    def _over(
        self, name: str, window: Window, segment: str | None, read: Callable[[int, str | None], tuple[Ints, ...]]
    ) -> tuple[Ints, ...]:
        """Return the sum of a month's tables over a window, moved on from the last window where that is shorter."""
        key = (name, segment)
        before = self._moved.get(key)
        if window[0] == window[1]:
            return read(window[0], segment)
        if before is not None and _is_near(before.window, window):
            fresh = [read(month, segment) for month in range(before.window[1] + 1, window[1] + 1)]
            gone = [read(month, segment) for month in range(before.window[0], window[0])]
            table = _added([before.table, *fresh], gone)
        else:
            table = _added([read(month, segment) for month in range(window[0], window[1] + 1)], [])
        self._moved[key] = Moved(window, table)
        return table

    def _month_drivers(self, month: int, segment: str | None) -> tuple[Ints, ...]:
        tables = self._reader(month).driver_tables((month, month), segment)
        return tuple(tables[part] for part in DRIVER_PARTS)

    def _month_loyalty(self, month: int, segment: str | None) -> tuple[Ints, ...]:
        sums = self._reader(month).loyalty((month, month), segment)
        return tuple(getattr(sums, field.name) for field in fields(sums))

    def _month_sales(self, month: int, segment: str | None) -> tuple[Ints, ...]:
        sums = self._reader(month).sales((month, month), segment)
        return tuple(getattr(sums, field.name) for field in fields(sums))


def _months(window: Window) -> range:
    return range(window[0], window[1] + 1)


def _summed[Key, Table: (PairSums, GapSums)](kind: type[Table], parts: Iterable[dict[Key, Table]]) -> dict[Key, Table]:
    """Return the sums of tables key by key."""
    total: dict[Key, Table] = {}
    for part in parts:
        for key, table in part.items():
            before = total.get(key)
            names = [field.name for field in fields(kind)]
            total[key] = table if before is None else kind(**{n: getattr(before, n) + getattr(table, n) for n in names})
    return total


def _is_near(before: Window, window: Window) -> bool:
    """Return whether moving on from a window costs less than adding a window up anew."""
    behind, ahead = window[0] - before[0], window[1] - before[1]
    return behind >= 0 and ahead >= 0 and behind + ahead <= window[1] - window[0]


def _added(parts: Iterable[tuple[Ints, ...]], taken: Iterable[tuple[Ints, ...]]) -> tuple[Ints, ...]:
    first, *others = parts
    tables = [table.copy() for table in first]
    for part in others:
        for place, more in enumerate(part):
            tables[place] += more
    for part in taken:
        for place, less in enumerate(part):
            tables[place] -= less
    return tuple(tables)
