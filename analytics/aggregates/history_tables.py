"""Reading purchase histories as they stood at the end of a month."""

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.cells import Loaded, load_cells
from analytics.aggregates.counters import Ints
from analytics.aggregates.history_bins import (
    COHORT_SIZE,
    COUNTS,
    EPOCH_MONTH,
    SPANS,
    SPEND_SIZE,
    STATE_SIZE,
    WEEK,
    WEEKS,
    first_days,
)
from analytics.aggregates.marks import HISTORIES
from analytics.models.cell import Cell

_EVER = (-(2**31), 2**31 - 1)
_GROUPS = 64
_COARSER = ((0, 0), (1, 0), (2, 0), (3, 0), (3, 1), (3, 2), (4, 2), (5, 3))
"""By how many bits weeks of the first purchase and days to the last are made coarser, step by step."""

MOST_CELLS = 40_000
"""Histories that a model is fitted to at most: fitting these takes a second."""


@dataclass(frozen=True)
class HistoryTable:
    """Customers with like histories at the end of a month, parallel arrays of whole numbers.

    `level` is the bin 0-10 of their latest loyalty outcome, -1 without one. `recency` and `age` are sums of days over
    the customers: from the first to the last purchase, and from the first to the last day of the month. `repeats` and
    `spend` (minor units) are sums too, of the purchases after the first. `place` tells histories apart.
    """

    place: Ints
    level: Ints
    customers: Ints
    repeats: Ints
    recency: Ints
    age: Ints
    spend: Ints

    def told(self) -> "HistoryTable":
        """Return those whose loyalty is known."""
        known = self.level >= 0
        return HistoryTable(*(getattr(self, column.name)[known] for column in fields(self)))

    def merged(self, *, by_level: bool, most: int = MOST_CELLS) -> "HistoryTable":
        """Return the table with neighbouring histories put together until there are at most `most` of them.

        Weeks of the first purchase go first, then days to the last. Sums are kept, so means stay exact; with a million
        customers of three years this moves what is expected of them by a thousandth. Without `by_level` all levels
        of loyalty are put together, as level -1.
        """
        level = self.level if by_level else np.full_like(self.level, -1)
        week, rest = np.divmod(self.place, SPANS * COUNTS)
        span, count = np.divmod(rest, COUNTS)
        for weeks, spans in _COARSER:
            key = (((level + 1) * WEEKS + (week >> weeks)) * SPANS + (span >> spans)) * COUNTS + count
            distinct, where = np.unique(key, return_inverse=True)
            if len(distinct) <= most:
                break
        columns = (self.customers, self.repeats, self.recency, self.age, self.spend)
        level, place = np.divmod(distinct, WEEKS * SPANS * COUNTS)
        return HistoryTable(place, level - 1, *(_sums_at(where, column, len(distinct)) for column in columns))


@dataclass(frozen=True)
class SpendTable:
    """Customers who bought again, by like number of purchases and mean spend: how many, sums of purchases and spend."""

    customers: Ints
    repeats: Ints
    spend: Ints


@dataclass(frozen=True)
class CohortTable:
    """Revenue (minor units) of 12 months and the 12 before, by group of customers (64,).

    `before` is all revenue of the 12 months before, `returning` that of the last 12 months of customers won before
    these, `referred` that of customers won in them by referral. `buyers` bought in the 12 months before.
    """

    before: Ints
    returning: Ints
    referred: Ints
    buyers: int
    won: int
    won_by_referral: int


class Histories:
    """The purchase histories of the current company up to any month, read once."""

    @cached_property
    def _cells(self) -> dict[Cell.Kind, Loaded]:
        return {kind: load_cells(kind, first=_EVER[0], last=_EVER[1]) for kind in HISTORIES}

    def table(self, month: int) -> HistoryTable:
        """Return the histories at the end of a month."""
        loaded = self._cells[Cell.Kind.HISTORY]
        here = loaded.period <= month
        key, found = _fields((loaded.scope[here] << 32) | loaded.counter[here], loaded.value[here], STATE_SIZE)
        level, place = np.divmod(key, (1 << 32) // STATE_SIZE)
        customers, into_week, recency, repeats, spend = found[:5]
        birth = place // (COUNTS * SPANS) * WEEK * customers + into_week
        end = int(first_days(np.array([month + 1]))[0]) - 1
        return HistoryTable(
            place=place,
            level=level - 1,
            customers=customers,
            repeats=repeats,
            recency=recency,
            age=end * customers - birth,
            spend=spend,
        )

    def spending(self, month: int) -> SpendTable:
        """Return the spending of those who had bought again by the end of a month."""
        loaded = self._cells[Cell.Kind.SPEND]
        here = loaded.period <= month
        _, found = _fields(loaded.counter[here], loaded.value[here], SPEND_SIZE)
        return SpendTable(*found[:3])

    def cohorts(self, month: int, *, span: int = 12) -> CohortTable:
        """Return the revenue of the `span` months that end with a month and of as many before, by who earned it."""
        loaded = self._cells[Cell.Kind.COHORT]
        field, place = loaded.counter % COHORT_SIZE, loaded.counter // COHORT_SIZE
        value, referred = place // 2, place % 2 == 1
        start = month - span + 1
        now = (loaded.period >= start) & (loaded.period <= month)
        earlier = (loaded.period >= start - span) & (loaded.period < start)
        won_before = value < start - EPOCH_MONTH
        new = (field == 1) & now
        first = earlier & ((value == 0) | (loaded.period - value < start - span))
        return CohortTable(
            before=_by_group(loaded, (field == 0) & earlier),
            returning=_by_group(loaded, (field == 0) & now & won_before),
            referred=_by_group(loaded, (field == 0) & now & ~won_before & referred),
            buyers=int(loaded.value[(field == 2) & first].sum()),
            won=int(loaded.value[new].sum()),
            won_by_referral=int(loaded.value[new & referred].sum()),
        )

    def digest(self, month: int) -> str:
        """Return a hash of all histories at the end of a month, the same for the same facts."""
        hashed = hashlib.sha256()
        for kind, loaded in self._cells.items():
            here = loaded.period <= month
            keys = (loaded.scope[here] << 38) | (loaded.bucket[here] << 32) | loaded.counter[here]
            period = loaded.period[here] if kind is Cell.Kind.COHORT else np.zeros_like(keys)
            order = np.lexsort((keys, period))
            keys, period, value = keys[order], period[order], loaded.value[here][order]
            starts = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]) | (period[1:] != period[:-1])][: len(keys)])
            sums = np.add.reduceat(value, starts) if len(starts) else value
            kept = sums != 0
            hashed.update(f"{kind.value}\n".encode())
            table = np.column_stack([period[starts][kept], keys[starts][kept], sums[kept]])
            hashed.update(np.ascontiguousarray(table, dtype="<i8").tobytes())
        return hashed.hexdigest()


def _fields(keys: Ints, values: Ints, size: int) -> tuple[Ints, list[Ints]]:
    """Return the distinct places of counters with `size` fields each, and the sum of every field.

    Places without customers (field 0) are left out.
    """
    places, where = np.unique(keys // size, return_inverse=True)
    table = np.zeros((len(places), size), dtype=np.int64)
    np.add.at(table, (where, keys % size), values)
    kept = table[:, 0] > 0
    return places[kept], list(table[kept].T)


def _sums_at(where: Ints, values: Ints, size: int) -> Ints:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, where, values)
    return total


def _by_group(loaded: Loaded, chosen: NDArray[np.bool_]) -> Ints:
    return _sums_at(loaded.bucket[chosen], loaded.value[chosen], _GROUPS)
