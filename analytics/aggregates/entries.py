"""The entries of stored cells, ready to be added up: each counter of a cell once, and in order."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.cells import stored_cells
from analytics.aggregates.counters import ENTRY, PART_BITS, Ints, Part
from analytics.aggregates.keys import first_of_runs
from analytics.models.cell import Cell

Small = NDArray[np.int32]

_COUNTER_MASK = (1 << PART_BITS) - 1


@dataclass(frozen=True, slots=True)
class Entries:
    """Counters of cells other than zero, in the order of the cells and of the counters' numbers.

    `scope`, `period` and `bucket` (C,) are those of the cells, sorted in this order. `cell` (n,) is the place of an
    entry's cell among these, `counter` (n,) its number inside its part, `value` (n,) what was counted.
    """

    scope: Ints
    period: Ints
    bucket: Ints
    cell: Small
    counter: Small
    value: Ints

    def within(self, window: tuple[int, int], scope: int | None = None) -> Self:
        """Return the entries of a window of periods (both ends included), of one scope or of all."""
        inside = (self.period >= window[0]) & (self.period <= window[1])
        if scope is not None:
            inside &= self.scope == scope
        cells = np.flatnonzero(inside)
        if len(cells) == len(inside):
            return self
        if len(cells) and cells[-1] - cells[0] + 1 > len(cells):
            return self._at(np.flatnonzero(inside[self.cell]))
        ends = np.array([cells[0], cells[-1] + 1] if len(cells) else [0, 0], dtype=np.int32)
        first, last = np.searchsorted(self.cell, ends).tolist()
        return self._at(slice(first, last))

    def by_scope(self) -> dict[int, Self]:
        """Return the entries of each scope that has any."""
        scope = self.scope[self.cell]
        edges = [*first_of_runs(scope).tolist(), len(scope)]
        return {int(scope[start]): self._at(slice(start, end)) for start, end in pairwise(edges)}

    def table(self, buckets: int, size: int) -> Ints:
        """Return the sums by bucket and counter, an exact (buckets, size) table."""
        result = np.zeros(buckets * size, dtype=np.int64)
        np.add.at(result, (self.bucket * size)[self.cell] + self.counter, self.value)
        return result.reshape(buckets, size)

    def runs_of(self, size: int) -> tuple[Ints, Self]:
        """Return the numbers of the runs of `size` counters that are used, and the entries with these moved together.

        Counter c of the n-th number becomes n * size + c % size.
        """
        numbers, place = np.unique(self.counter // size, return_inverse=True)
        counter = (place * size + self.counter % size).astype(np.int32)
        return numbers.astype(np.int64), replace(self, counter=counter)

    def _at(self, rows: slice | Ints) -> Self:
        return replace(self, cell=self.cell[rows], counter=self.counter[rows], value=self.value[rows])


def load_entries(kind: Cell.Kind, *, first: int, last: int) -> dict[Part, Entries]:
    """Return the entries of a kind whose period lies in first..last, by what they count.

    Appended cells are added to those of the same key here; where none were, the entries stand in order already.
    """
    keys, payloads = stored_cells(kind, first=first, last=last)
    order = np.lexsort(keys.T[::-1])
    keys = keys[order]
    stored = np.frombuffer(b"".join([payloads[row] for row in order.tolist()]), dtype=ENTRY)
    starts = first_of_runs(*keys.T)
    lengths = np.array([len(payloads[row]) // ENTRY.itemsize for row in order.tolist()], dtype=np.int64)
    whose = np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.r_[starts, len(keys)]))
    cell, number, value = np.repeat(whose, lengths), stored["counter"], stored["value"].astype(np.int64)
    if len(starts) < len(keys):
        cell, number, value = _added(cell, number, value)
    return _by_part(keys[starts], cell, number, value)


def _added(cell: Small, number: NDArray[np.uint32], value: Ints) -> tuple[Small, NDArray[np.uint32], Ints]:
    """Return entries added up by cell and number, in order, without zeros."""
    key = (cell.astype(np.int64) << 32) | number
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = first_of_runs(key)
    total = np.add.reduceat(value[order], starts) if len(starts) else value
    kept = total != 0
    key = key[starts][kept]
    return (key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.uint32), total[kept]


def _by_part(cells: Ints, cell: Small, number: NDArray[np.uint32], value: Ints) -> dict[Part, Entries]:
    """Split the entries of cells (C, 3) by the part in their numbers; each part keeps their order."""
    scope, period, bucket = (np.ascontiguousarray(column) for column in cells.T)
    part_of = (number >> PART_BITS).astype(np.int8)
    rows = _sorted_runs(part_of)
    edges = np.searchsorted(part_of[rows], np.arange(len(Part) + 1, dtype=np.int8)).tolist()
    cell, counter, value = cell[rows], (number & _COUNTER_MASK).astype(np.int32)[rows], value[rows]
    return {
        part: Entries(scope, period, bucket, cell[start:end], counter[start:end], value[start:end])
        for part, (start, end) in zip(Part, pairwise(edges), strict=True)
    }


def _sorted_runs(values: NDArray[np.int8]) -> Ints:
    """Return the order that sorts values and keeps that of equal ones, quick where they come in long runs."""
    starts = first_of_runs(values)
    order = np.argsort(values[starts], kind="stable")
    lengths = np.diff(np.r_[starts, len(values)])[order]
    moved = starts[order] - np.cumsum(lengths) + lengths
    return np.repeat(moved, lengths) + np.arange(len(values))
