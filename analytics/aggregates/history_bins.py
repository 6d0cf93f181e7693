"""How purchase histories are cut into bins, so that like ones count together: exact in integers on every machine."""

import numpy as np

from analytics.aggregates.counters import Ints

EPOCH_MONTH = 1970 * 12
MONTHS = 1024
"""Months that a counter can tell apart, from January 1970 on."""

WEEK = 7
WEEKS = 8192
"""Weeks of the first purchase that a counter can tell apart, from January 1970 on."""

SPANS = 128
"""Bins of the days from first to last purchase: exact to 15, then eight to each doubling."""

COUNTS = 64
"""Bins of a number of purchases: exact to 15, then four to each doubling."""

MEANS = 1024
"""Bins of a mean spend in minor units: 0 for none, then eight to each doubling."""

STATE_SIZE, SPEND_SIZE, COHORT_SIZE = 8, 4, 4

_EXACT = 16


def count_bin(counts: Ints) -> Ints:
    """Return the bin of numbers of purchases.

    >>> count_bin(np.array([0, 15, 16, 20, 31, 32, 10**9])).tolist()
    [0, 15, 16, 17, 19, 20, 63]
    """
    return np.where(counts < _EXACT, counts, np.minimum(_EXACT + _of_doubling(counts, 4) - 5 * 4, COUNTS - 1))


def span_bin(days: Ints) -> Ints:
    """Return the bin of numbers of days.

    >>> span_bin(np.array([0, 15, 16, 17, 18, 365])).tolist()
    [0, 15, 16, 16, 17, 51]
    """
    return np.where(days < _EXACT, days, np.minimum(_EXACT + _of_doubling(days, 8) - 5 * 8, SPANS - 1))


def mean_bin(spend: Ints, counts: Ints) -> Ints:
    """Return the bin of the mean spend of each count of purchases, exact on every machine.

    >>> mean_bin(np.array([0, -5, 3, 8, 9]), np.array([1, 1, 3, 1, 1])).tolist()
    [0, 0, 8, 32, 33]
    """
    mean = np.maximum(spend // np.maximum(counts, 1), 0)
    return np.where(mean > 0, _of_doubling(mean, 8), 0)


def _of_doubling(values: Ints, parts: int) -> Ints:
    """Return in which of `parts` equal parts of which doubling values from 1 on lie, numbered on."""
    mantissa, exponent = np.frexp(np.maximum(values, 1).astype(np.float64))
    return exponent * parts + np.floor((mantissa - 0.5) * 2 * parts).astype(np.int64)


def first_days(months: Ints) -> Ints:
    """Return the days since 1970 on which months begin."""
    stamps = (months - EPOCH_MONTH).astype("datetime64[M]")
    return stamps.astype("datetime64[D]").astype(np.int64)
