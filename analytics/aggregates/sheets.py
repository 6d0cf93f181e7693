"""Respondent-months: what a person thought of each touchpoint and of the company in a month, and did afterwards."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.answers import Answers, months_of_days
from analytics.aggregates.counters import LEVELS, LOYALTY_FIELDS, Ints, Part, Sums, level_of, sums, together
from analytics.aggregates.facts import Rows
from analytics.aggregates.keys import cell_keys, first_of_runs
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell

_CHUNK = 20_000
_LEAST_FINE, _LEAST_COARSE = 3, 6
_MONTH_BITS = 20


@dataclass(frozen=True)
class Sheets:
    """The driver sample: one row for each respondent and month with a loyalty outcome; the latest answer counts.

    `row`, `touchpoint` and `score` are parallel arrays of the touchpoint scores on these rows. `straight` are the cells
    of the rows that were left out because the same figure stood everywhere.
    """

    respondent: Ints
    month: Ints
    loyalty: Ints
    cell: Ints
    row: Ints
    touchpoint: Ints
    score: Ints
    straight: Ints


def read_sheets(answers: Answers, people: Respondents) -> Sheets:
    """Return the driver sample of the answers, without straight-liners."""
    month_key = (answers.respondent << _MONTH_BITS) | answers.month
    chosen = _latest(np.flatnonzero(answers.outcome >= 0), month_key)
    respondent, month = answers.respondent[chosen], answers.month[chosen]
    cell = cell_keys(Cell.Kind.SEGMENT, people.segment[respondent], month, people.bucket[respondent])
    scored = _latest(np.flatnonzero(answers.score >= 0), month_key, answers.touchpoint)
    keys = month_key[chosen]
    row = np.searchsorted(keys, month_key[scored])
    inside = row < len(keys)
    inside[inside] = keys[row[inside]] == month_key[scored][inside]
    scored, row = scored[inside], row[inside]
    loyalty = answers.outcome[chosen]
    straight = _straight_lines(row, answers.score[scored], answers.coarse[scored], loyalty)
    kept, entries = ~straight, ~straight[row]
    scored = scored[entries]
    return Sheets(
        respondent=respondent[kept],
        month=month[kept],
        loyalty=loyalty[kept],
        cell=cell[kept],
        row=(np.cumsum(kept) - 1)[row[entries]],
        touchpoint=answers.touchpoint[scored],
        score=answers.score[scored],
        straight=cell[straight],
    )


def _straight_lines(row: Ints, score: Ints, coarse: NDArray[np.bool_], loyalty: Ints) -> NDArray[np.bool_]:
    """Return which rows carry one figure everywhere, for loyalty too.

    Such sheets say how somebody fills in forms, and pull drivers and curve towards each other. On
    coarse scales honest people often agree with themselves, so more touchpoints are asked for there.
    """
    count = np.bincount(row, minlength=len(loyalty))
    other = np.bincount(row, weights=score != loyalty[row], minlength=len(loyalty))
    rough = np.bincount(row, weights=coarse, minlength=len(loyalty)) > 0
    found: NDArray[np.bool_] = (other == 0) & (count >= np.where(rough, _LEAST_COARSE, _LEAST_FINE))
    return found


def _latest(rows: Ints, *keys: Ints) -> Ints:
    """Return, for each distinct key, the last of the given rows, in the order of the keys."""
    ordered = rows[np.lexsort([key[rows] for key in reversed(keys)])]
    starts = first_of_runs(*(key[ordered] for key in keys))
    return ordered[np.r_[starts[1:], len(ordered)] - 1] if len(ordered) else ordered


def driver_sums(sheets: Sheets) -> Sums:
    """Return the counters of the driver regression and the forecast: Gram, X'D, score by loyalty tables."""
    level = level_of(sheets.loyalty)
    cell, at = sheets.cell[sheets.row], level[sheets.row]
    touchpoint, score = sheets.touchpoint, sheets.score
    score_level = level_of(score)
    parts = [
        sums(Part.OUTCOME, sheets.cell, level),
        sums(Part.OUTCOME, cell, (1 + 2 * touchpoint) * LEVELS + at),
        sums(Part.OUTCOME, cell, (2 + 2 * touchpoint) * LEVELS + at, score),
        sums(Part.LOYALTY_SUM, sheets.cell, level, sheets.loyalty),
        sums(Part.STRAIGHT_LINES, sheets.straight, np.zeros_like(sheets.straight)),
        sums(Part.JOINT, cell, (touchpoint * LEVELS + score_level) * LEVELS + at),
        sums(Part.SCORE_SUM, cell, touchpoint * LEVELS + score_level, score),
        _gram(sheets),
    ]
    return together(parts)


def _gram(sheets: Sheets) -> Sums:
    """Return X'X of the rows [1, d_1, d_1 x_1, d_2, d_2 x_2, ...], lower triangle packed row by row.

    Column 1 + 2j tells whether touchpoint j was met, column 2 + 2j its score in units.
    """
    width = 1 + 2 * (int(sheets.touchpoint.max()) + 1) if len(sheets.touchpoint) else 1
    lower, left = np.tril_indices(width)
    order = np.argsort(sheets.cell, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    entry_order = np.argsort(place[sheets.row], kind="stable")
    rows = place[sheets.row][entry_order]
    touchpoint, score = sheets.touchpoint[entry_order], sheets.score[entry_order]
    cells = sheets.cell[order]
    parts = []
    for first in range(0, len(order), _CHUNK):
        last = min(first + _CHUNK, len(order))
        low, high = np.searchsorted(rows, [first, last])
        design = np.zeros((last - first, width), dtype=np.int64)
        design[:, 0] = 1
        design[rows[low:high] - first, 1 + 2 * touchpoint[low:high]] = 1
        design[rows[low:high] - first, 2 + 2 * touchpoint[low:high]] = score[low:high]
        starts = first_of_runs(cells[first:last])
        packed = np.add.reduceat(design[:, lower] * design[:, left], starts, axis=0)
        group, counter = np.nonzero(packed)
        parts.append(sums(Part.GRAM, cells[first:last][starts][group], counter, packed[group, counter]))
    return together(parts)


def loyalty_sums(sheets: Sheets, orders: Rows, buyers: Ints, people: Respondents, *, follow_up_months: int) -> Sums:
    """Return the loyalty table: what known customers at each level did in the calendar months that follow.

    `buyers` are the respondents' numbers of the order rows, buyer or referrer by their role.
    """
    known = people.known[sheets.respondent]
    respondent, month = sheets.respondent[known], sheets.month[known]
    level, cell = level_of(sheets.loyalty[known]), sheets.cell[known]
    bought = _following(respondent, month, orders, buyers, follow_up_months)
    bought["n"] = np.ones(len(respondent), dtype=np.int64)
    parts = [sums(Part.LOYALTY, cell, level * 8 + index, bought[name]) for index, name in enumerate(LOYALTY_FIELDS)]
    parts.append(sums(Part.LOYALTY_LEVEL_SUM, cell, level, sheets.loyalty[known]))
    return together(parts)


def _following(respondent: Ints, month: Ints, orders: Rows, buyers: Ints, span: int) -> dict[str, Ints]:
    """Return, for each respondent and month, what they ordered and referred in the `span` months after it."""
    order_key = (buyers << _MONTH_BITS) | months_of_days(orders["day"])
    sorting = np.argsort(order_key, kind="stable")
    order_key, orders = order_key[sorting], orders[sorting]
    key = (respondent << _MONTH_BITS) | month
    first = np.searchsorted(order_key, key + 1)
    last = np.searchsorted(order_key, key + span, side="right")
    bought, ours = orders["role"] == 0, orders["foreign"] == 0
    own = (bought & ours).astype(np.int64)
    sale = own * (orders["refund"] == 0)
    amounts = {
        "orders": sale,
        "revenue": own * orders["amount"],
        "margin_known": own * orders["margin"],
        "unmargined": own * (1 - orders["has_margin"]) * orders["amount"],
        "referrals": (orders["role"] == 1).astype(np.int64) * ours * (orders["refund"] == 0),
        "foreign": (bought & ~ours).astype(np.int64),
    }
    totals = {name: np.r_[0, np.cumsum(values)] for name, values in amounts.items()}
    result = {name: total[last] - total[first] for name, total in totals.items()}
    result["repurchased"] = (result["orders"] > 0).astype(np.int64)
    return result
