"""Reading the cells of a range of months for scoring."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from analytics.aggregates import layout
from analytics.aggregates.counters import (
    LEVELS,
    LOYALTY_FIELDS,
    METRICS,
    SALES_FIELDS,
    SCALED,
    SERIES_SIZE,
    UNITS,
    Ints,
    Part,
)
from analytics.aggregates.digest import digest_of
from analytics.aggregates.entries import Entries, load_entries
from analytics.aggregates.evidence import EVIDENCE_SIZE, GAP_FIELDS, PAIR_FIELDS
from analytics.aggregates.keys import BUCKETS
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
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

Window = tuple[int, int]
Codes = Mapping[LayoutEntry.Kind, Sequence[str]]

_KINDS = {
    "segment": (Cell.Kind.SEGMENT, LayoutEntry.Kind.SEGMENT),
    "unit": (Cell.Kind.UNIT, LayoutEntry.Kind.UNIT),
    "channel": (Cell.Kind.CHANNEL, LayoutEntry.Kind.CHANNEL),
}
_DAILY = {
    "segment": (Cell.Kind.DAY, LayoutEntry.Kind.SEGMENT),
    "unit": (Cell.Kind.UNIT_DAY, LayoutEntry.Kind.UNIT),
    "channel": (Cell.Kind.CHANNEL_DAY, LayoutEntry.Kind.CHANNEL),
}


class CellReader:
    """The cells of months `first` to `last` of the current company, read once and summed on demand.

    Windows are pairs of month numbers, both included. Without a segment or code, all are added up. Arrays have the
    groups of customers as leading axis: 64 for segments, 8 for units, 16 for channels. With `daily`, months are days
    since 1970-01-01, groups are 1, and only series can be read. `codes` are those of another reader, to read them once.
    """

    def __init__(self, first: int, last: int, *, daily: bool = False, codes: Codes | None = None) -> None:
        self.first, self.last = first, last
        self._kinds = _DAILY if daily else _KINDS
        self.codes: Codes = codes or {kind: layout.codes(kind) for kind in LayoutEntry.Kind}
        self._cells: dict[Cell.Kind, dict[Part, Entries]] = {}

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """Codes of all touchpoints, sorted."""
        return tuple(sorted(self.codes[LayoutEntry.Kind.TOUCHPOINT]))

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments, sorted; the empty name holds those without one."""
        return tuple(sorted(self.codes[LayoutEntry.Kind.SEGMENT]))

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units, sorted."""
        return tuple(sorted(self.codes[LayoutEntry.Kind.UNIT]))

    @property
    def channels(self) -> tuple[str, ...]:
        """Codes of the channels, sorted."""
        return tuple(sorted(self.codes[LayoutEntry.Kind.CHANNEL]))

    def drivers(self, window: Window, segment: str | None = None) -> DriverSums:
        """Return the sums of the driver regression and of the forecast over a window."""
        return DriverSums.arranged(self.codes[LayoutEntry.Kind.TOUCHPOINT], self.driver_tables(window, segment))

    def driver_tables(self, window: Window, segment: str | None = None) -> dict[Part, Ints]:
        """Return the same as counters (64, size) by part, for all touchpoints, so that they can be added up."""
        count = len(self.codes[LayoutEntry.Kind.TOUCHPOINT])
        sizes = {
            Part.GRAM: (1 + 2 * count) * (1 + count),
            Part.OUTCOME: (1 + 2 * count) * LEVELS,
            Part.LOYALTY_SUM: LEVELS,
            Part.JOINT: count * LEVELS * LEVELS,
            Part.SCORE_SUM: count * LEVELS,
            Part.STRAIGHT_LINES: 1,
            Part.MET: count * 2,
        }
        return {part: self._dense(part, window, segment, size) for part, size in sizes.items()}

    def loyalty(self, window: Window, segment: str | None = None) -> LoyaltySums:
        """Return what known customers at each loyalty level did in the months that followed, over a window."""
        table = self._dense(Part.LOYALTY, window, segment, LEVELS * 8).reshape(-1, LEVELS, 8)
        fields = {name: table[:, :, index] for index, name in enumerate(LOYALTY_FIELDS)}
        return LoyaltySums(**fields, loyalty_sum=self._dense(Part.LOYALTY_LEVEL_SUM, window, segment, LEVELS))

    def sales(self, window: Window, segment: str | None = None) -> SalesSums:
        """Return orders, money and buyers of a window, with the orders of unknown customers."""
        table = self._dense(Part.SALES, window, segment, len(SALES_FIELDS))
        return SalesSums(**{name: table[:, index] for index, name in enumerate(SALES_FIELDS)})

    def customers(self, window: Window, segment: str | None = None) -> Ints:
        """Return the distinct known customers with a fact in the window, by group."""
        entries = self._part(Cell.Kind.SEGMENT, Part.ACTIVITY).within(window, self._scope("segment", segment))
        before = entries.period[entries.cell] - entries.counter
        fresh = (entries.counter == 0) | (before < window[0])
        result = np.zeros(64, dtype=np.int64)
        np.add.at(result, entries.bucket[entries.cell[fresh]], entries.value[fresh])
        return result

    def series(self, window: Window, kind: str = "segment", code: str | None = None) -> dict[SeriesKey, SeriesSums]:
        """Return the metrics of a window, by touchpoint and metric; touchpoint "" is the company as a whole."""
        cells = self._part(self._kinds[kind][0], Part.SERIES)
        return self._series_of(kind, cells.within(window, self._scope(kind, code)))

    def answered(self, window: Window, kind: str) -> dict[str, dict[SeriesKey, SeriesSums]]:
        """Return the metrics of all segments, units or channels that have answers in a window, by code, in one pass."""
        cell_kind, names = self._kinds[kind]
        parts = self._part(cell_kind, Part.SERIES).within(window).by_scope()
        found = {self.codes[names][scope]: self._series_of(kind, part) for scope, part in parts.items()}
        told = {code: {key: sums for key, sums in found[code].items() if sums.is_told} for code in sorted(found)}
        return {code: series for code, series in told.items() if series}

    def _series_of(self, kind: str, entries: Entries) -> dict[SeriesKey, SeriesSums]:
        """Return the metrics that entries add up to."""
        numbers, table = _runs(entries, BUCKETS[self._kinds[kind][0]], SERIES_SIZE)
        return dict(sorted((self._series_key(n), _series_sums(table[:, i], n)) for i, n in enumerate(numbers)))

    def evidence(self, window: Window, segment: str | None = None) -> dict[ItemPair, PairSums]:
        """Return the counters of evidence and of its pairs, by touchpoint; an empty touchpoint is the company."""
        found = self._numbered(Part.EVIDENCE, window, segment, len(PAIR_FIELDS))
        pairs = EVIDENCE_SIZE // len(PAIR_FIELDS)
        result = {}
        for number, table in found.items():
            touchpoint, pair = number // pairs - 1, number % pairs
            high = (math.isqrt(8 * pair + 1) - 1) // 2
            key = ItemPair(self._touchpoint(touchpoint), pair - high * (high + 1) // 2, high)
            result[key] = PairSums(*table.T)
        return dict(sorted(result.items()))

    def gaps(self, window: Window, segment: str | None = None) -> dict[str, GapSums]:
        """Return the counters of experience minus expectation by touchpoint."""
        found = self._numbered(Part.GAP, window, segment, len(GAP_FIELDS))
        return dict(sorted((self._touchpoint(number), GapSums(*table.T)) for number, table in found.items()))

    def _numbered(self, part: Part, window: Window, segment: str | None, size: int) -> dict[int, Ints]:
        """Return the tables (B, size) of a part whose counters come in runs of `size`, by number of the run."""
        entries = self._part(Cell.Kind.SEGMENT, part).within(window, self._scope("segment", segment))
        numbers, table = _runs(entries, 64, size)
        return {number: table[:, i] for i, number in enumerate(numbers)}

    def _touchpoint(self, position: int) -> str:
        return "" if position < 0 else self.codes[LayoutEntry.Kind.TOUCHPOINT][position]

    def digest(self, window: Window) -> str:
        """Return a hash of all counters of the window that scoring reads, the same for the same facts."""
        return digest_of(
            codes=self.codes,
            cells={kind: self._all(kind) for kind, _ in self._kinds.values()},
            window=window,
        )

    def _series_key(self, number: int) -> SeriesKey:
        return SeriesKey(self._touchpoint(number // 32 - 1), METRICS[number // 2 % 16], bool(number % 2))

    def _scope(self, kind: str, code: str | None) -> int | None:
        """Return the position of a code, -1 for one that is not known."""
        codes = self.codes[self._kinds[kind][1]]
        if code is None:
            return None
        return codes.index(code) if code in codes else -1

    def _all(self, kind: Cell.Kind) -> list[Entries]:
        return [self._part(kind, part) for part in Part]

    def _part(self, kind: Cell.Kind, part: Part) -> Entries:
        """Return the entries of one part, with counters from 0."""
        if kind not in self._cells:
            self._cells[kind] = load_entries(kind, first=self.first, last=self.last)
        return self._cells[kind][part]

    def _dense(self, part: Part, window: Window, segment: str | None, size: int) -> Ints:
        entries = self._part(Cell.Kind.SEGMENT, part)
        return entries.within(window, self._scope("segment", segment)).table(64, size)


def _runs(entries: Entries, buckets: int, size: int) -> tuple[list[int], Ints]:
    """Return the numbers of the runs of counters that are used, and the sums (B, runs, size)."""
    numbers, moved = entries.runs_of(size)
    return numbers.tolist(), moved.table(buckets, len(numbers) * size).reshape(buckets, len(numbers), size)


def _series_sums(table: Ints, number: int) -> SeriesSums:
    metric = METRICS[number // 2 % 16]
    return SeriesSums(
        hist=table[:, :LEVELS],
        total=table[:, LEVELS],
        squares=table[:, LEVELS + 1],
        scale=UNITS if metric in SCALED else 1,
        weighed=table[:, LEVELS + 2] if number % 2 else None,
    )
