"""Difference-in-differences from four cells of individual answers (n, sum, sum of squares), without units."""

import math
from dataclasses import dataclass

from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import t_quantile


@dataclass(frozen=True, slots=True)
class Cell:
    """Sums of a metric over the answers of one arm in one period."""

    n: float
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """Return the mean."""
        return self.total / self.n

    @property
    def within(self) -> float:
        """Return the sum of squares around the mean."""
        return max(self.squares - self.n * self.mean**2, 0.0)

    @property
    def error_variance(self) -> float:
        """Return the variance of the mean."""
        return self.within / (self.n - 1) / self.n


def cell_difference(
    control_before: Cell, control_after: Cell, treated_before: Cell, treated_after: Cell, *, confidence: float = 0.90
) -> Estimate:
    """Return (treated after - before) - (control after - before), its error from the spread within each cell.

    Answers are taken as independent; where treatment was given to stores, use `difference_in_differences` by store.

    >>> even = Cell(100, 500.0, 2600.0)
    >>> cell_difference(even, even, even, Cell(100, 550.0, 3125.0)).value
    0.5
    """
    cells = (control_before, control_after, treated_before, treated_after)
    n = round(sum(cell.n for cell in cells))
    if min(cell.n for cell in cells) < 2:
        return insufficient(n, "a cell has fewer than two answers")
    effect = treated_after.mean - treated_before.mean - control_after.mean + control_before.mean
    error = math.sqrt(sum(cell.error_variance for cell in cells))
    width = t_quantile((1 + confidence) / 2, n - 4) * error
    return estimate(effect, effect - width, effect + width, n, method="difference of cell means")


def pooled_error(*cells: Cell) -> float:
    """Return the standard error of a sum of cell means under one common variance (ordinary least squares)."""
    variance = sum(cell.within for cell in cells) / (sum(cell.n for cell in cells) - len(cells))
    return math.sqrt(variance * sum(1 / cell.n for cell in cells))


def change_difference(control: Cell, treated: Cell, *, confidence: float = 0.90) -> Estimate:
    """Return the difference of mean changes of units seen both before and after, treated minus control."""
    n = round(control.n + treated.n)
    if min(control.n, treated.n) < 2:
        return insufficient(n, "an arm has fewer than two units")
    error = math.sqrt(control.error_variance + treated.error_variance)
    effect = treated.mean - control.mean
    width = t_quantile((1 + confidence) / 2, n - 2) * error
    return estimate(effect, effect - width, effect + width, n, method="difference of mean changes")
