"""The numbering of counters inside a cell, and sparse sums of them.

A counter number holds its part in the upper four bits. Inside a part, numbers depend only on the positions of codes in
the layout, so they stay the same when touchpoints are added.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from analytics.models.evidence import CUSTOM_METRICS, DIMENSIONS

Ints = NDArray[np.int64]

PART_BITS = 28
UNITS = 252
"""Units of a point of the 0-10 scale: every step of a scale with 2 to 11 steps is a whole number of them."""

LEVELS = 11
"""Bins of a 0-10 score, by rounding half up."""

SERIES_SIZE = 16
"""Counters of a series: 11 bins, the sum, the sum of squares and, where answers carry weights, how many do."""

METRICS = (
    *("nps", "csat", "ces", "rating", "loyalty", "emotional", "functional", "social", "expectation", "score"),
    *CUSTOM_METRICS,
)
SCALED = frozenset({"rating", "score", *DIMENSIONS, *CUSTOM_METRICS})
"""Metrics whose sums are in units; the others are in points of their own scale."""

LOYALTY_FIELDS = ("n", "repurchased", "orders", "revenue", "margin_known", "unmargined", "referrals", "foreign")
SALES_FIELDS = (
    "orders",
    "gross",
    "refunds",
    "net",
    "margin_known",
    "unmargined",
    "buyers_first",
    "buyers_second",
    "foreign",
)

ENTRY = np.dtype([("counter", "<u4"), ("value", "<i8")])
"""How a cell's payload is packed."""


class Part(IntEnum):
    """What a counter counts."""

    GRAM = 0
    OUTCOME = 1
    LOYALTY_SUM = 2
    JOINT = 3
    SCORE_SUM = 4
    LOYALTY = 5
    LOYALTY_LEVEL_SUM = 6
    ACTIVITY = 7
    SALES = 8
    SERIES = 9
    CONTACTS = 10
    STRAIGHT_LINES = 11
    EVIDENCE = 12
    GAP = 13
    MET = 14


DRIVER_PARTS = (
    Part.GRAM,
    Part.OUTCOME,
    Part.LOYALTY_SUM,
    Part.JOINT,
    Part.SCORE_SUM,
    Part.STRAIGHT_LINES,
    Part.MET,
)
"""The parts that drivers and the forecast are computed from."""


@dataclass(frozen=True)
class Sums:
    """Sparse sums: `values[i]` is added to counter `counters[i]` of the cell with key `cells[i]`."""

    cells: Ints
    counters: Ints
    values: Ints

    def grouped(self) -> "Sums":
        """Return the same sums, one entry for each cell and counter, in order, without zeros."""
        distinct, cells = np.unique(self.cells, return_inverse=True)
        keys = (cells << 32) | self.counters
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if keys.size else np.empty(0, dtype=np.int64)
        values = np.add.reduceat(self.values[order], starts) if keys.size else self.values
        kept = values != 0
        keys, values = keys[starts][kept], values[kept]
        return Sums(cells=distinct[keys >> 32], counters=keys & 0xFFFFFFFF, values=values)

    def negated(self) -> "Sums":
        """Return the sums with the opposite sign: what takes them away again."""
        return Sums(cells=self.cells, counters=self.counters, values=-self.values)


def part_base(part: Part) -> int:
    """Return the first counter number of a part."""
    return int(part) << PART_BITS


def sums(part: Part, cells: Ints, counters: Ints, values: Ints | int = 1) -> Sums:
    """Return sums of one part from parallel arrays; a single value stands for all."""
    filled = np.broadcast_to(np.asarray(values, dtype=np.int64), cells.shape)
    return Sums(cells=cells.astype(np.int64), counters=counters.astype(np.int64) + part_base(part), values=filled)


def together(parts: list[Sums]) -> Sums:
    """Return several sums as one."""
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return Sums(cells=empty, counters=empty, values=empty)
    return Sums(
        cells=np.concatenate([part.cells for part in parts]),
        counters=np.concatenate([part.counters for part in parts]),
        values=np.concatenate([part.values for part in parts]),
    )


def level_of(units: Ints) -> Ints:
    """Return the bin 0-10 of scores in units, rounded half up."""
    return (2 * units + UNITS) // (2 * UNITS)
