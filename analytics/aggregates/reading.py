"""Reading the cells of a range of months for scoring."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates import layout
from analytics.aggregates.cells import Loaded, load_cells
from analytics.aggregates.counters import (
    LEVELS,
    LOYALTY_FIELDS,
    METRICS,
    PART_BITS,
    SALES_FIELDS,
    SCALED,
    SERIES_SIZE,
    UNITS,
    Ints,
    Part,
)
from analytics.aggregates.digest import digest_of
from analytics.aggregates.evidence import EVIDENCE_SIZE, GAP_FIELDS, PAIR_FIELDS
from analytics.aggregates.keys import BUCKETS, first_of_runs
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

_COUNTER_MASK = (1 << PART_BITS) - 1
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
    since 1970-01-01, groups are 1, and only series can be read.
    """

    def __init__(self, first: int, last: int, *, daily: bool = False) -> None:
        self.first, self.last = first, last
        self._kinds = _DAILY if daily else _KINDS
        self._codes = {kind: layout.codes(kind) for kind in LayoutEntry.Kind}
        self._cells: dict[Cell.Kind, dict[Part, Loaded]] = {}

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """Codes of all touchpoints, sorted."""
        return tuple(sorted(self._codes[LayoutEntry.Kind.TOUCHPOINT]))

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments, sorted; the empty name holds those without one."""
        return tuple(sorted(self._codes[LayoutEntry.Kind.SEGMENT]))

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units, sorted."""
        return tuple(sorted(self._codes[LayoutEntry.Kind.UNIT]))

    @property
    def channels(self) -> tuple[str, ...]:
        """Codes of the channels, sorted."""
        return tuple(sorted(self._codes[LayoutEntry.Kind.CHANNEL]))

    def drivers(self, window: Window, segment: str | None = None) -> DriverSums:
        """Return the sums of the driver regression and of the forecast over a window."""
        codes = self._codes[LayoutEntry.Kind.TOUCHPOINT]
        dense = {
            part: self._dense(part, window, segment, size)
            for part, size in {
                Part.GRAM: (1 + 2 * len(codes)) * (1 + len(codes)),
                Part.OUTCOME: (1 + 2 * len(codes)) * LEVELS,
                Part.LOYALTY_SUM: LEVELS,
                Part.JOINT: len(codes) * LEVELS * LEVELS,
                Part.SCORE_SUM: len(codes) * LEVELS,
                Part.STRAIGHT_LINES: 1,
                Part.MET: len(codes) * 2,
            }.items()
        }
        return DriverSums.arranged(codes, dense)

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
        cells = self._part(Cell.Kind.SEGMENT, Part.ACTIVITY)
        chosen = self._chosen(cells, window, self._scope("segment", segment))
        fresh = (cells.counter == 0) | (cells.period - cells.counter < window[0])
        return _total(cells.bucket, np.zeros_like(cells.counter), cells.value, chosen & fresh, 64, 1)[:, 0]

    def series(self, window: Window, kind: str = "segment", code: str | None = None) -> dict[SeriesKey, SeriesSums]:
        """Return the metrics of a window, by touchpoint and metric; touchpoint "" is the company as a whole."""
        cells = self._part(self._kinds[kind][0], Part.SERIES)
        return self._series_of(kind, cells, np.flatnonzero(self._chosen(cells, window, self._scope(kind, code))))

    def answered(self, window: Window, kind: str) -> dict[str, dict[SeriesKey, SeriesSums]]:
        """Return the metrics of all segments, units or channels that have answers in a window, by code, in one pass."""
        cell_kind, names = self._kinds[kind]
        cells = self._part(cell_kind, Part.SERIES)
        rows = np.flatnonzero(self._chosen(cells, window, None))
        rows = rows[np.argsort(cells.scope[rows], kind="stable")]
        parts = np.split(rows, first_of_runs(cells.scope[rows])[1:]) if len(rows) else []
        found = {self._codes[names][int(cells.scope[part[0]])]: self._series_of(kind, cells, part) for part in parts}
        told = {code: {key: sums for key, sums in found[code].items() if sums.is_told} for code in sorted(found)}
        return {code: series for code, series in told.items() if series}

    def _series_of(self, kind: str, cells: Loaded, rows: Ints) -> dict[SeriesKey, SeriesSums]:
        """Return the metrics that some rows of cells add up to."""
        buckets = BUCKETS[self._kinds[kind][0]]
        numbers, place = np.unique(cells.counter[rows] // SERIES_SIZE, return_inverse=True)
        table = np.zeros((buckets, len(numbers), SERIES_SIZE), dtype=np.int64)
        np.add.at(table, (cells.bucket[rows], place, cells.counter[rows] % SERIES_SIZE), cells.value[rows])
        result = {self._series_key(int(n)): _series_sums(table[:, i], int(n)) for i, n in enumerate(numbers)}
        return dict(sorted(result.items()))

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
        cells = self._part(Cell.Kind.SEGMENT, part)
        chosen = self._chosen(cells, window, self._scope("segment", segment))
        numbers = np.unique(cells.counter[chosen] // size)
        place = np.searchsorted(numbers, cells.counter // size) * size + cells.counter % size
        dense = _total(cells.bucket, place, cells.value, chosen, 64, len(numbers) * size).reshape(64, -1, size)
        return {int(number): dense[:, i] for i, number in enumerate(numbers)}

    def _touchpoint(self, position: int) -> str:
        return "" if position < 0 else self._codes[LayoutEntry.Kind.TOUCHPOINT][position]

    def digest(self, window: Window) -> str:
        """Return a hash of all counters of the window that scoring reads, the same for the same facts."""
        return digest_of(
            codes={kind: self._codes[kind] for kind in LayoutEntry.Kind},
            cells={kind: self._all(kind) for kind, _ in self._kinds.values()},
            window=window,
        )

    def _series_key(self, number: int) -> SeriesKey:
        return SeriesKey(self._touchpoint(number // 32 - 1), METRICS[number // 2 % 16], bool(number % 2))

    def _scope(self, kind: str, code: str | None) -> int | None:
        """Return the position of a code, -1 for one that is not known."""
        codes: Sequence[str] = self._codes[self._kinds[kind][1]]
        if code is None:
            return None
        return codes.index(code) if code in codes else -1

    def _all(self, kind: Cell.Kind) -> list[Loaded]:
        self._part(kind, Part.SERIES)
        return [self._cells[kind][part] for part in Part if part in self._cells[kind]]

    def _part(self, kind: Cell.Kind, part: Part) -> Loaded:
        """Return the entries of one part, with counters from 0."""
        if kind not in self._cells:
            self._cells[kind] = _by_part(load_cells(kind, first=self.first, last=self.last))
        return self._cells[kind][part]

    @staticmethod
    def _chosen(cells: Loaded, window: Window, scope: int | None) -> NDArray[np.bool_]:
        chosen = (cells.period >= window[0]) & (cells.period <= window[1])
        return chosen if scope is None else chosen & (cells.scope == scope)

    def _dense(self, part: Part, window: Window, segment: str | None, size: int) -> Ints:
        cells = self._part(Cell.Kind.SEGMENT, part)
        chosen = self._chosen(cells, window, self._scope("segment", segment))
        return _total(cells.bucket, cells.counter, cells.value, chosen, 64, size)


def _by_part(cells: Loaded) -> dict[Part, Loaded]:
    """Split entries by the part in their counter numbers."""
    part_of = cells.counter >> PART_BITS
    result = {}
    for part in Part:
        rows = np.flatnonzero(part_of == part)
        result[part] = Loaded(
            scope=cells.scope[rows],
            period=cells.period[rows],
            bucket=cells.bucket[rows],
            counter=cells.counter[rows] & _COUNTER_MASK,
            value=cells.value[rows],
        )
    return result


def _total(bucket: Ints, counter: Ints, value: Ints, chosen: NDArray[np.bool_], buckets: int, size: int) -> Ints:
    """Return the chosen entries added up by bucket and counter, an exact (buckets, size) table."""
    result = np.zeros(buckets * size, dtype=np.int64)
    np.add.at(result, bucket[chosen] * size + counter[chosen], value[chosen])
    return result.reshape(buckets, size)


def _series_sums(table: Ints, number: int) -> SeriesSums:
    metric = METRICS[number // 2 % 16]
    return SeriesSums(
        hist=table[:, :LEVELS],
        total=table[:, LEVELS],
        squares=table[:, LEVELS + 1],
        scale=UNITS if metric in SCALED else 1,
        weighed=table[:, LEVELS + 2] if number % 2 else None,
    )
