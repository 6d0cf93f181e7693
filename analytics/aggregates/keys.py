"""Cell keys as single numbers: scope, period and bucket in the bits of an int64."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.counters import Ints
from analytics.models.cell import Cell

BUCKETS = {
    Cell.Kind.SEGMENT: 64,
    Cell.Kind.UNIT: 8,
    Cell.Kind.CHANNEL: 16,
    Cell.Kind.DAY: 1,
    Cell.Kind.UNIT_DAY: 1,
    Cell.Kind.CHANNEL_DAY: 1,
    Cell.Kind.CONTACT: 1,
    Cell.Kind.HISTORY: 1,
    Cell.Kind.SPEND: 1,
    Cell.Kind.COHORT: 64,
}
"""Groups of customers kept apart in each kind of cell; the narrower the scope, the fewer."""

_BUCKET_BITS = 6
_PERIOD_BITS = 22
_PERIOD_ZERO = 1 << (_PERIOD_BITS - 1)


def cell_keys(kind: Cell.Kind, scope: Ints, period: Ints, bucket: Ints) -> Ints:
    """Return the cell keys of parallel arrays: scope positions, months or days, and customers' buckets (0-63)."""
    folded = bucket % BUCKETS[kind]
    return (((scope << _PERIOD_BITS) | (period + _PERIOD_ZERO)) << _BUCKET_BITS) | folded


def split_keys(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """Return scope, period and bucket of cell keys."""
    bucket = keys & ((1 << _BUCKET_BITS) - 1)
    rest = keys >> _BUCKET_BITS
    period = (rest & ((1 << _PERIOD_BITS) - 1)) - _PERIOD_ZERO
    return rest >> _PERIOD_BITS, period, bucket


def first_of_runs(*columns: NDArray[np.integer[Any]]) -> Ints:
    """Return the indices at which a run of equal rows starts, in parallel sorted arrays."""
    if not len(columns[0]):
        return np.empty(0, dtype=np.int64)
    differs = np.zeros(len(columns[0]), dtype=np.bool_)
    differs[0] = True
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(differs)
