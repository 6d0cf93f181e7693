"""Days on which known customers bought, in their order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.counters import Ints
from analytics.aggregates.facts import Rows
from analytics.aggregates.keys import first_of_runs

MONTH_BITS = 20
"""Bits that the month takes in a key of customer and month."""


@dataclass(frozen=True)
class Purchases:
    """Days with purchases, ordered by customer and day; rank 0 is the first day, whose money `spend` leaves out."""

    who: Ints
    day: Ints
    rank: Ints
    birth: Ints
    spend: Ints
    referred: NDArray[np.bool_]


def purchases_of(who: Ints, sales: Rows) -> Purchases:
    """Return the days on which customers bought; the sales of one day are one purchase."""
    order = np.lexsort((sales["day"], who))
    who, day = who[order], sales["day"][order].astype(np.int64)
    starts = first_of_runs(who, day)
    amount = _added(sales["amount"][order].astype(np.int64), starts)
    referred = _added(sales["referred"][order].astype(np.int64), starts) > 0
    who, day = who[starts], day[starts]
    first = first_of_runs(who)
    lengths = np.diff(np.r_[first, len(who)])
    rank = np.arange(len(who)) - np.repeat(first, lengths)
    running = np.cumsum(np.where(rank > 0, amount, 0))
    return Purchases(
        who=who,
        day=day,
        rank=rank,
        birth=np.repeat(day[first], lengths),
        spend=running - np.repeat(running[first], lengths) if len(who) else running,
        referred=referred,
    )


def last_of(keys: Ints) -> tuple[Ints, Ints]:
    """Return the distinct ones of ascending keys, and the last row of each."""
    starts = first_of_runs(keys)
    return keys[starts], np.r_[starts[1:], len(keys)] - 1 if len(keys) else starts


def _added(values: Ints, starts: Ints) -> Ints:
    return np.add.reduceat(values, starts) if len(starts) else values
