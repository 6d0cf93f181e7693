"""Columns too good to be true: what knows the outcome has often been written down after it.

- leak: one column alone tells nearly everybody apart (area under the ROC curve of .97 or more).
- after_outcome: that a column is filled at all gives the outcome away.
- telling_value: one value of a column goes with the outcome in most cases, and much more often than on average.
- copies: customers who agree in every column; if some are learned from and others judged, the judgement is too kind.
- twins: two columns that say the same, so that the share of each in a reason is arbitrary.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from analytics.numerics.arrays import Bools, Floats, as_floats
from analytics.numerics.experience.scales import wilson
from analytics.numerics.prediction.columns import Block, Column, copies
from analytics.numerics.prediction.discrimination import area

LEAK = 0.97
GIVEN_AWAY = 0.9
LEAST_EVENTS = 20
LEAST_ROWS = 20
MOST_VALUES = 12
TELLING_SHARE = 0.75
TELLING_LIFT = 3.0
COPIED = 0.01
TWIN = 0.999


@dataclass(frozen=True, slots=True)
class Trap:
    """A doubt about a column, or about all of them when `column` is empty; `text` says it in words."""

    code: str
    column: str
    text: str
    figures: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the printed form."""
        return {"code": self.code, "column": self.column, "text": self.text, "figures": self.figures}


def leaks(block: Block) -> tuple[Trap, ...]:
    """Return the doubts about single columns, by column; none where there are too few outcomes to tell.

    >>> outcome = np.repeat([0.0, 1.0], 30)
    >>> [trap.code for trap in leaks(Block((Column("closed", outcome + 1),), outcome))]
    ['leak']
    """
    if block.rarest < LEAST_EVENTS:
        return ()
    return tuple(trap for column in block.columns for trap in _leaks_of(column, block.outcome))


def copies_in(block: Block) -> tuple[Trap, ...]:
    """Return a doubt when a hundredth of the customers or more are exact copies of others in every column."""
    group = copies(block.columns)
    spare = block.n - len(np.unique(group))
    if block.n == 0 or spare < max(COPIED * block.n, 5):
        return ()
    share = spare / block.n
    text = (
        f"{spare} of {block.n} customers are exact copies of others in every column; copies are kept together when "
        "the forecast is judged, or it would be judged by what it has seen"
    )
    return (Trap("copies", "", text, {"share": share, "customers": float(spare)}),)


def twins(block: Block) -> tuple[Trap, ...]:
    """Return the pairs of numeric columns that say the same."""
    numbers = [column for column in block.columns if not column.is_text and column.known.all()]
    numbers = [column for column in numbers if len(column.values) and np.ptp(column.values) > 0]
    if len(numbers) < 2:
        return ()
    together = np.atleast_2d(np.corrcoef(np.stack([as_floats(column.values) for column in numbers])))
    return tuple(
        Trap(
            "twins", first.code, f"{first.code} and {second.code} say the same", {"correlation": float(together[i, j])}
        )
        for i, first in enumerate(numbers)
        for j, second in enumerate(numbers)
        if i < j and abs(together[i, j]) >= TWIN
    )


def _leaks_of(column: Column, outcome: Floats) -> Iterator[Trap]:
    known = column.known
    away = _given_away(column.code, known, outcome)
    if away is not None:
        yield away
    score = _score(column, outcome)
    alone = area(score[known], outcome[known])
    alone = max(alone, 1 - alone)
    if known.sum() >= LEAST_ROWS and alone >= LEAK:
        text = f"{column.code} alone tells nearly everybody apart: was it known before the outcome?"
        yield Trap("leak", column.code, text, {"auc": alone})
    elif away is None:
        yield from _telling_values(column, outcome)


def _given_away(code: str, known: Bools, outcome: Floats) -> Trap | None:
    """Return a doubt when being filled or empty goes with the outcome."""
    filled, empty = int(known.sum()), int((~known).sum())
    if min(filled, empty) < LEAST_ROWS:
        return None
    told = area(known.astype(np.float64), outcome)
    share, base = float(outcome[known].mean()), float(outcome.mean())
    sure = (share >= 0.98 and base <= 0.8) or (share <= 0.02 and base >= 0.2)
    if max(told, 1 - told) < GIVEN_AWAY and not sure:
        return None
    text = f"{code} is filled for {filled} customers, of whom {share:.0%} had the outcome: it may be written after it"
    return Trap("after_outcome", code, text, {"auc": max(told, 1 - told), "share": share, "customers": float(filled)})


def _score(column: Column, outcome: Floats) -> Floats:
    """Return a number a row: the column's own, or for texts the outcome's share in the category when it is frequent."""
    if not column.is_text:
        return as_floats(column.values)
    names, place, counts = np.unique(column.values.astype(str), return_inverse=True, return_counts=True)
    share = np.bincount(place, weights=outcome, minlength=len(names)) / counts
    return as_floats(np.where(counts >= LEAST_ROWS, share, outcome.mean())[place])


def _telling_values(column: Column, outcome: Floats) -> Iterator[Trap]:
    values, place = np.unique(column.values[column.known], return_inverse=True)
    if not 2 <= len(values) <= MOST_VALUES:
        return
    base = float(outcome.mean())
    told = outcome[column.known]
    for number, value in enumerate(values):
        had = told[place == number]
        share = wilson(float(had.sum()), len(had))
        if len(had) < LEAST_ROWS or share.value is None or share.low is None:
            continue
        if share.low >= TELLING_SHARE and share.value >= TELLING_LIFT * base:
            name = value if column.is_text else f"{value:g}"
            text = (
                f"{share.value:.0%} of the {len(had)} customers with {column.code} = {name} had the outcome, "
                f"{base:.0%} of all: was it known before?"
            )
            yield Trap("telling_value", column.code, text, {"share": share.value, "customers": float(len(had))})
