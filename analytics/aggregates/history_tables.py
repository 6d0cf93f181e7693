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
from analytics.aggregates.keys import first_of_runs
from analytics.aggregates.marks import HISTORIES
from analytics.models.cell import Cell

_EVER = (-(2**31), 2**31 - 1)
_GROUPS = 64
_SCOPE_SHIFT = 38
_KEPT = 2
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


@dataclass(frozen=True, slots=True)
class Standing:
    """Counters other than zero at the end of a month, parallel arrays in the order of `period` and `key`.

    A key holds scope, bucket and number. Counters that do not stand for one month have period 0.
    """

    period: Ints
    key: Ints
    value: Ints


class Histories:
    """The purchase histories of the current company up to any month, read once."""

    def __init__(self) -> None:
        self._standing: dict[int, dict[Cell.Kind, Standing]] = {}

    @cached_property
    def _cells(self) -> dict[Cell.Kind, Loaded]:
        return {kind: load_cells(kind, first=_EVER[0], last=_EVER[1]) for kind in HISTORIES}

    def _at(self, month: int) -> dict[Cell.Kind, Standing]:
        """Return all counters at the end of a month, added up once; those of the last few months are kept."""
        if month not in self._standing:
            self._standing = dict(list(self._standing.items())[1 - _KEPT :])
            self._standing[month] = {kind: _standing(kind, loaded, month) for kind, loaded in self._cells.items()}
        return self._standing[month]

    def table(self, month: int) -> HistoryTable:
        """Return the histories at the end of a month."""
        key, found = _fields(self._at(month)[Cell.Kind.HISTORY], STATE_SIZE)
        level, place = np.divmod(key, (1 << _SCOPE_SHIFT) // STATE_SIZE)
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
        _, found = _fields(self._at(month)[Cell.Kind.SPEND], SPEND_SIZE)
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
        for kind, standing in self._at(month).items():
            hashed.update(f"{kind.value} {len(standing.key)}\n".encode())
            for column in (standing.period, standing.key, standing.value):
                hashed.update(column.astype("<i8").tobytes())
        return hashed.hexdigest()


def _standing(kind: Cell.Kind, loaded: Loaded, month: int) -> Standing:
    here = loaded.period <= month
    key = (loaded.scope[here] << _SCOPE_SHIFT) | (loaded.bucket[here] << 32) | loaded.counter[here]
    if kind is Cell.Kind.COHORT:
        period = loaded.period[here]
        order = np.lexsort((key, period))
    else:
        period = np.zeros_like(key)
        order = np.argsort(key)
    key, period = key[order], period[order]
    starts = first_of_runs(period, key)
    total = np.add.reduceat(loaded.value[here][order], starts) if len(starts) else key
    kept = total != 0
    return Standing(period[starts][kept], key[starts][kept], total[kept])


def _fields(standing: Standing, size: int) -> tuple[Ints, list[Ints]]:
    """Return the distinct places of counters with `size` fields each, and the sum of every field.

    Places without customers (field 0) are left out.
    """
    place, field = np.divmod(standing.key, size)
    starts = first_of_runs(place)
    table = np.zeros((len(starts), size), dtype=np.int64)
    table[np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(place)])), field] = standing.value
    kept = table[:, 0] > 0
    return place[starts][kept], list(table[kept].T)


def _sums_at(where: Ints, values: Ints, size: int) -> Ints:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, where, values)
    return total


def _by_group(loaded: Loaded, chosen: NDArray[np.bool_]) -> Ints:
    return _sums_at(loaded.bucket[chosen], loaded.value[chosen], _GROUPS)
