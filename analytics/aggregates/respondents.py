"""Who stands behind the facts: customers, and answer sheets and orders of unknown people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.counters import Ints
from analytics.aggregates.facts import Facts, Keys


@dataclass(frozen=True)
class Respondents:
    """All respondents of some facts, numbered from 0; arrays by number.

    `segment` is the position of a known customer's segment, 0 (no segment) for the others.
    """

    keys: Keys
    bucket: Ints
    segment: Ints
    known: NDArray[np.bool_]

    def numbers(self, keys: Keys) -> Ints:
        """Return the respondents' numbers for keys in ascending order, with repetitions."""
        starts = _starts(keys)
        found = np.searchsorted(self.keys, keys[starts])
        return np.repeat(found.astype(np.int64), np.diff(np.r_[starts, len(keys)]))


def respondents_of(facts: Facts) -> Respondents:
    """Return everybody who appears in the facts."""
    everyone = [
        rows["key"][_starts(rows["key"])] for rows in (facts.answers, facts.orders, facts.contacts, facts.customers)
    ]
    keys: Keys = np.unique(np.concatenate(everyone))
    bucket = np.zeros(len(keys), dtype=np.int64)
    segment = np.zeros(len(keys), dtype=np.int64)
    known = np.zeros(len(keys), dtype=np.bool_)
    anonymous = facts.orders[facts.orders["known"] == 0]
    for rows in (anonymous[anonymous["role"] == 0], facts.answers, facts.customers):
        first = _starts(rows["key"])
        bucket[np.searchsorted(keys, rows["key"][first])] = rows["bucket"][first]
    customers = np.searchsorted(keys, facts.customers["key"])
    segment[customers] = facts.customers["segment"]
    known[customers] = True
    return Respondents(keys=keys, bucket=bucket, segment=segment, known=known)


def _starts(keys: Keys) -> Ints:
    """Return where each run of equal keys starts, in keys in ascending order."""
    return np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, dtype=np.int64)
