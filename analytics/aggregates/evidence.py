"""Evidence of value dimensions, counted item by item with what pairs of items share; what was expected of it."""

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np

from analytics.aggregates.counters import UNITS, Ints, Part, Sums, sums, together
from analytics.aggregates.facts import Rows
from analytics.aggregates.items import item_name
from analytics.aggregates.keys import cell_keys
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell
from analytics.models.evidence import MOST_EVIDENCE, Evidence

PAIR_FIELDS = ("n", "one", "other", "one_squares", "other_squares", "products")
GAP_FIELDS = ("n", "difference", "beyond", "met")
EVIDENCE_SIZE = MOST_EVIDENCE * (MOST_EVIDENCE + 1) // 2 * len(PAIR_FIELDS)
"""Counters of a touchpoint: six for each pair of items, an item with itself included."""


def evidence_sums(
    evidence: Sequence[Evidence], rows: Rows, touchpoint: Ints, month: Ints, who: Ints, people: Respondents
) -> Sums:
    """Return the counters of the items that the rows of answers or contacts carry, by segment and month.

    Two items of one dimension are counted together where one row gives both: their covariance tells reliability.
    """
    names = rows.dtype.names or ()
    carried = [place for place in range(len(evidence)) if item_name(place) in names]
    cells = cell_keys(Cell.Kind.SEGMENT, people.segment[who], month, people.bucket[who])
    parts = []
    for low, high in combinations_with_replacement(carried, 2):
        if evidence[low].dimension == evidence[high].dimension:
            parts.append(_pair(rows[item_name(low)], rows[item_name(high)], pair_number(low, high), touchpoint, cells))
    return together(parts)


def pair_number(low: int, high: int) -> int:
    """Return the number of a pair of items, `low` not above `high`, as the lower triangle is numbered row by row."""
    return high * (high + 1) // 2 + low


def _pair(one: Ints, other: Ints, number: int, touchpoint: Ints, cells: Ints) -> Sums:
    given = (one >= 0) & (other >= 0) & (touchpoint >= -1)
    first = (touchpoint[given] + 1) * EVIDENCE_SIZE + number * len(PAIR_FIELDS)
    x, y, at = one[given], other[given], cells[given]
    values = (np.ones_like(x), x, y, x * x, y * y, x * y)
    return together([sums(Part.EVIDENCE, at, first + field, value) for field, value in enumerate(values)])


def gap_sums(score: Ints, expectation: Ints, touchpoint: Ints, cells: Ints) -> Sums:
    """Return the counters of perceived minus expected, in units, of the answers that tell both."""
    told = (score >= 0) & (expectation >= 0) & (touchpoint >= 0)
    difference = score[told] - expectation[told] * UNITS
    first, at = touchpoint[told] * len(GAP_FIELDS), cells[told]
    sides = ((difference > 0).astype(np.int64), (difference == 0).astype(np.int64))
    values = (np.ones_like(difference), difference, *sides)
    return together([sums(Part.GAP, at, first + field, value) for field, value in enumerate(values)])
