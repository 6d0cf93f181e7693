"""Columns as a design for the logit: standardised, bent at quantiles, with a flag for what is missing.

Everything is learned from the customers that the model is fitted to and applied unchanged to others: skewed counts
and sums as log(1 + x), bends at the quintiles where a column has enough values, a flag where values are missing, one
column for each frequent category. Values beyond those seen count as the outermost seen; but a time that grows from
period to period goes on along its outermost line, as far again as the values seen reach.
"""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Bools, Floats, as_floats
from analytics.numerics.prediction.columns import Column, Columns, Ints

LEAST_ROWS = 20
MOST_LEVELS = 12
VALUES_FOR_BENDS = 8
QUINTILES = (0.2, 0.4, 0.6, 0.8)
SKEWED = 2.0
LEAST_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class NumberCode:
    """How a number enters: on which scale, within which range, and where it bends (in standardised values)."""

    logged: bool
    low: float
    high: float
    mean: float
    spread: float
    bends: tuple[tuple[float, float, float], ...]  # place, mean and spread of the part above the place
    flag: tuple[float, float] | None  # mean and spread of the flag "missing"

    @property
    def width(self) -> int:
        """Return the number of columns of the design."""
        return 1 + len(self.bends) + (self.flag is not None)

    def standard(self, values: Floats) -> Floats:
        """Return standardised values, 0 where unknown."""
        scaled = np.log1p(np.clip(values, self.low, self.high)) if self.logged else np.clip(values, self.low, self.high)
        return as_floats(np.nan_to_num((scaled - self.mean) / self.spread))

    def encode(self, column: Column) -> list[Floats]:
        """Return the columns of the design."""
        known = column.known
        standard = self.standard(as_floats(column.values))
        found = [standard]
        for place, mean, spread in self.bends:
            found.append(np.where(known, (np.maximum(standard - place, 0.0) - mean) / spread, 0.0))
        if self.flag is not None:
            found.append(as_floats((~known - self.flag[0]) / self.flag[1]))
        return found


@dataclass(frozen=True, slots=True)
class TextCode:
    """How categories enter: one column a frequent category, with its share and spread; others are the rest."""

    levels: tuple[tuple[str, float, float], ...]

    @property
    def width(self) -> int:
        """Return the number of columns of the design."""
        return len(self.levels)

    def encode(self, column: Column) -> list[Floats]:
        """Return the columns of the design."""
        return [((column.values == name) - share) / spread for name, share, spread in self.levels]


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codes of the columns that say anything, by the place of the column."""

    codes: dict[int, NumberCode | TextCode]

    @property
    def owners(self) -> Ints:
        """Return for each column of the design the place of the column that it comes from."""
        return np.repeat(list(self.codes), [code.width for code in self.codes.values()]).astype(np.int64)

    def straight(self, place: int) -> Bools:
        """Return where the design (k,) holds the straight line of the column at a place."""
        owned = self.owners == place
        return np.asarray(owned & (np.cumsum(owned) == 1), dtype=np.bool_)

    def encode(self, columns: Columns) -> Floats:
        """Return the design (n, k)."""
        parts = [part for place, code in self.codes.items() for part in code.encode(columns[place])]
        rows = len(columns[0].values) if columns else 0
        return as_floats(np.column_stack(parts)) if parts else np.zeros((rows, 0))


def learn_encoding(columns: Columns, *, bent: bool) -> Encoding:
    """Return how the columns enter; columns with one value only are left out. `bent` allows bends.

    >>> skewed = Column("orders", np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 1, 400]))
    >>> learn_encoding((skewed, Column("same", np.ones(10))), bent=False).encode((skewed,)).shape
    (10, 1)
    """
    codes: dict[int, NumberCode | TextCode] = {}
    for place, column in enumerate(columns):
        code = _learn_text(column) if column.is_text else _learn_number(column, bent=bent)
        if code is not None and code.width:
            codes[place] = code
    return Encoding(codes)


def _learn_text(column: Column) -> TextCode:
    names, counts = np.unique(column.values.astype(str), return_counts=True)
    order = sorted(zip(-counts, names.tolist(), strict=True))[:MOST_LEVELS]
    n = len(column.values)
    frequent = [(name, -int(count) / n) for count, name in order if LEAST_ROWS <= -count < n]
    return TextCode(tuple((name, share, max(np.sqrt(share * (1 - share)), LEAST_SPREAD)) for name, share in frequent))


def _learn_number(column: Column, *, bent: bool) -> NumberCode | None:
    known = column.known
    values = as_floats(column.values)[known]
    flag = _learn_flag(known)
    if not len(values) or (values.min() == values.max() and flag is None):
        return None
    low, high = float(values.min()), float(values.max())
    logged = bool(low >= 0 and _skewness(values) > SKEWED)
    scaled = np.log1p(values) if logged else values
    spread = float(scaled.std())
    reach = high - low if column.ages else 0.0
    least = max(low - reach, 0.0) if low >= 0 else low - reach
    plain = NumberCode(logged, least, high + reach, float(scaled.mean()), spread if spread > 0 else 1.0, (), flag)
    bends = _learn_bends(plain.standard(values)) if bent else ()
    return NumberCode(logged, plain.low, plain.high, plain.mean, plain.spread, bends, flag)


def _learn_flag(known: Bools) -> tuple[float, float] | None:
    missing = ~known
    if not LEAST_ROWS <= missing.sum() <= len(missing) - LEAST_ROWS:
        return None
    return float(missing.mean()), max(float(missing.std()), LEAST_SPREAD)


def _learn_bends(standard: Floats) -> tuple[tuple[float, float, float], ...]:
    if len(np.unique(standard)) < VALUES_FOR_BENDS:
        return ()
    places = np.unique(np.quantile(standard, QUINTILES))
    above = [(float(place), np.maximum(standard - place, 0.0)) for place in places if place > standard.min()]
    return tuple((place, float(part.mean()), max(float(part.std()), LEAST_SPREAD)) for place, part in above)


def _skewness(values: Floats) -> float:
    spread = float(values.std())
    return float((((values - values.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0
