"""What is known of each customer, column by column, as the model is given it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.numerics.arrays import Bools, Floats, Numbers, as_floats

type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """One thing known of each customer: numbers (NaN where unknown) or texts ("" where unknown), in a fixed order.

    `activity` marks what grows with how much a customer deals with the company; many other counts grow with it.
    `rhythm` marks what tells when and how the customer does so, such as the time since the last order.
    `ages` marks a time since something, which reaches further in each period than in those that were learned from.
    `expected` is +1 or -1 where one expects the outcome to become likelier with or against the column, else 0.
    """

    code: str
    values: Numbers
    activity: bool = False
    rhythm: bool = False
    ages: bool = False
    expected: int = 0

    @property
    def is_text(self) -> bool:
        """Return whether the column names categories."""
        return bool(self.values.dtype.kind in "OU")

    @property
    def known(self) -> Bools:
        """Return where there is a value."""
        return np.asarray(self.values != "" if self.is_text else np.isfinite(self.values), dtype=np.bool_)

    def at(self, rows: Numbers) -> "Column":
        """Return the column of some rows, chosen by position or by a mask."""
        return replace(self, values=self.values[rows])


type Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Customers as of one day, and whether the outcome (1 or 0) came in the time that followed."""

    columns: Columns
    outcome: Floats

    @property
    def n(self) -> int:
        """Return the number of customers."""
        return len(self.outcome)

    @property
    def events(self) -> int:
        """Return how many of them had the outcome."""
        return int(self.outcome.sum())

    @property
    def rarest(self) -> int:
        """Return the smaller of the numbers with and without the outcome: what limits every figure."""
        return min(self.events, self.n - self.events)

    def at(self, rows: Numbers) -> "Block":
        """Return some of the customers, chosen by position or by a mask."""
        return Block(tuple(column.at(rows) for column in self.columns), self.outcome[rows])


def stacked(blocks: tuple[Block, ...]) -> Block:
    """Return several blocks with the same columns one below the other."""
    columns = tuple(
        replace(column, values=np.concatenate([block.columns[place].values for block in blocks]))
        for place, column in enumerate(blocks[0].columns)
    )
    return Block(columns, as_floats(np.concatenate([block.outcome for block in blocks])))


LEAST_DIFFERENT = 100


def apart(block: Block) -> Ints:
    """Return a number for each customer by which to split them: that of `copies`, so that copies stay together.

    Where fewer than 100 customers differ at all, nothing is learned by heart and each is a group of its own.
    """
    group = copies(block.columns)
    return group if len(np.unique(group)) >= LEAST_DIFFERENT else np.arange(block.n)


def copies(columns: Columns) -> Ints:
    """Return a number for each customer that exact copies share: rows that agree in every column.

    >>> copies((Column("a", np.array([1.0, 2.0, 1.0])), Column("b", np.array(["x", "x", "x"])))).tolist()
    [0, 1, 0]
    """
    if not columns:
        return np.zeros(0, dtype=np.int64)
    numbers = [np.unique(column.values, return_inverse=True)[1] for column in columns]
    _, group = np.unique(np.column_stack(numbers), axis=0, return_inverse=True)
    return np.asarray(group.reshape(-1), dtype=np.int64)
