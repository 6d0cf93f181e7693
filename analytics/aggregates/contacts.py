"""Reading how often customers met each touchpoint: the population behind its answers."""

from collections.abc import Mapping

import numpy as np

from analytics.aggregates import layout
from analytics.aggregates.cells import load_cells
from analytics.aggregates.counters import PART_BITS
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry

TOUCHPOINTS = 4096
"""Counters of one channel: the touchpoint is the rest."""

type Contacts = Mapping[str, Mapping[str, int]]


def contact_counts(first: int, last: int) -> Contacts:
    """Return the contacts of the days `first` to `last`, by touchpoint and segment, in all channels together.

    Days are numbers since 1970-01-01, both included. What was never counted, or taken away again, has no entry; so the
    same facts give the same counts, whatever the order of arrival.
    """
    cells = load_cells(Cell.Kind.CONTACT, first=first, last=last)
    touchpoint = (cells.counter & ((1 << PART_BITS) - 1)) % TOUCHPOINTS
    keys, place = np.unique(touchpoint << 32 | cells.scope, return_inverse=True)
    counts = np.zeros(len(keys), dtype=np.int64)
    np.add.at(counts, place, cells.value)
    touchpoints, segments = (layout.codes(kind) for kind in (LayoutEntry.Kind.TOUCHPOINT, LayoutEntry.Kind.SEGMENT))
    found: dict[str, dict[str, int]] = {}
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        if count:
            found.setdefault(touchpoints[key >> 32], {})[segments[key & 0xFFFFFFFF]] = count
    return {code: dict(sorted(by_segment.items())) for code, by_segment in sorted(found.items())}
