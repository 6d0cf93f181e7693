"""Customers without contracts: who is still there, and how often they will come (BG/NBD).

While they are customers, people buy at random moments, each at a rate of their own (rates vary by a gamma
distribution); after each purchase some stop for good, each with a probability of their own (beta). What is known of a
customer is x repeat purchases, the last of them t after the first, and that T has passed since the first [1]_.

.. [1] Fader, Hardie, Lee (2005). Marketing Science 24(2), 275-284.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats

_NUDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Cells:
    """Customers with the same history, counted: parallel arrays in any one unit of time.

    `repeats` are purchases after the first (x), `recency` the time from first to last (t_x), `age` the time since the
    first (T), `customers` how many have this history. Values between whole numbers are legal: means of like histories.
    """

    repeats: Floats
    recency: Floats
    age: Floats
    customers: Floats


@dataclass(frozen=True, slots=True)
class Rates:
    """The four parameters: gamma shape `r` and rate `alpha` (time), beta parameters `a` and `b`.

    Each may be an array, one value a cell, where they differ between customers.
    """

    r: Floats | float
    alpha: Floats | float
    a: Floats | float
    b: Floats | float


def cells_of(repeats: ArrayLike, recency: ArrayLike, age: ArrayLike, customers: ArrayLike | None = None) -> Cells:
    """Return cells of parallel arrays, one customer a row unless `customers` counts them, equal rows put together.

    >>> cells_of([1, 0, 1], [2.0, 0.0, 2.0], [9.0, 9.0, 9.0]).customers.tolist()
    [1.0, 2.0]
    """
    x, last, total = np.broadcast_arrays(*(as_floats(part) for part in (repeats, recency, age)))
    counts = np.ones(len(x)) if customers is None else as_floats(customers)
    order = np.lexsort((last, total, x))
    rows = np.column_stack([x, last, total])[order]
    starts = np.flatnonzero(np.r_[True, (rows[1:] != rows[:-1]).any(axis=1)]) if len(rows) else np.zeros(0, np.int64)
    together = np.add.reduceat(counts[order], starts) if len(rows) else counts
    return Cells(rows[starts, 0], rows[starts, 1], rows[starts, 2], together)


def likelihoods(rates: Rates, cells: Cells) -> tuple[Floats, Floats]:
    """Return the log-likelihood of one customer of each cell, and the derivatives (4, cells) by log parameters."""
    r, alpha, a, b = rates.r, rates.alpha, rates.a, rates.b
    x, reach = cells.repeats, alpha + cells.age
    waited, stretch = np.log(reach), np.log(reach / (alpha + cells.recency))
    odds = _gone_odds(rates, cells, stretch)
    gone = scipy.special.expit(odds)
    constant, by_r, by_a, by_b = _of_repeats(rates, x)
    value = constant + r * np.log(alpha) - (r + x) * waited + np.logaddexp(0.0, odds)
    slopes = [
        r * (by_r + np.log(alpha) - waited + gone * stretch),
        r - alpha * (r + x) * ((1 - gone) / reach + gone / (alpha + cells.recency)),
        a * by_a + gone,
        b * (by_b - gone / np.where(x > 0, b + x - 1, 1.0)),
    ]
    return as_floats(value), np.stack([np.broadcast_to(slope, value.shape) for slope in slopes])


def _of_repeats(rates: Rates, x: Floats) -> list[Floats]:
    """Return what depends on the number of repeats alone: a part of the likelihood and its slopes by r, a and b.

    Runs of cells with the same number share one calculation, unless their rates differ.
    """
    r, a, b = rates.r, rates.a, rates.b
    alike = all(np.ndim(part) == 0 for part in (r, a, b))
    starts = np.flatnonzero(np.r_[True, x[1:] != x[:-1]]) if alike else np.arange(len(x))
    counts = np.diff(np.r_[starts, len(x)])
    x = x[starts]
    both = scipy.special.psi(a + b) - scipy.special.psi(a + b + x)
    value = (
        scipy.special.gammaln(r + x)
        - scipy.special.gammaln(r)
        + scipy.special.gammaln(b + x)
        - scipy.special.gammaln(b)
    )
    value = value + scipy.special.gammaln(a + b) - scipy.special.gammaln(a + b + x)
    parts = (
        value,
        scipy.special.psi(r + x) - scipy.special.psi(r),
        both,
        scipy.special.psi(b + x) - scipy.special.psi(b) + both,
    )
    return [np.repeat(part, counts) for part in parts]


def alive(rates: Rates, cells: Cells) -> Floats:
    """Return the probability that a customer of each cell has not stopped; 1 for those who bought only once.

    The model lets people stop only after a repeat purchase, so it can say nothing else of them.
    """
    stretch = np.log((rates.alpha + cells.age) / (rates.alpha + cells.recency))
    return as_floats(scipy.special.expit(-_gone_odds(rates, cells, stretch)))


def expected_if_alive(rates: Rates, cells: Cells, ahead: ArrayLike) -> Floats:
    """Return the purchases expected in the time `ahead` of a customer who has not stopped, for each cell.

    This is (a+b+x-1)/(a-1) (1 - ((alpha+T)/(alpha+T+t))^(r+x) 2F1(r+x, b+x; a+b+x-1; t/(alpha+T+t))), with Euler's
    transformation of 2F1, which does not overflow for frequent buyers.
    """
    x, time = cells.repeats, as_floats(ahead)
    reach = rates.alpha + cells.age
    a = np.where(np.abs(np.asarray(rates.a) - 1) < _NUDGE, 1 + _NUDGE, rates.a)
    c = a + rates.b + x - 1
    c = np.where(np.abs(c) < _NUDGE, _NUDGE, c)
    share = time / (reach + time)
    with np.errstate(invalid="ignore", over="ignore"):
        left = (1 - share) ** (a - 1) * scipy.special.hyp2f1(a + rates.b - 1 - rates.r, a - 1, c, share)
    left = np.where(np.isfinite(left), left, 0.0)  # 0 times infinity, in the limit of many stops: nobody is left
    return as_floats(np.maximum(c / (a - 1) * (1 - left), 0.0))


def expected_purchases(rates: Rates, cells: Cells, ahead: ArrayLike) -> Floats:
    """Return the purchases expected in the time `ahead` (one, or one a cell) of a customer of each cell."""
    return alive(rates, cells) * expected_if_alive(rates, cells, ahead)


def expected_of_new(rates: Rates, ahead: ArrayLike) -> Floats:
    """Return the repeat purchases expected of a new customer in the time after the first purchase."""
    time = np.atleast_1d(as_floats(ahead))
    nobody = np.zeros(len(time))
    return expected_if_alive(rates, Cells(nobody, nobody, nobody, nobody), time)


def discounted_purchases(rates: Rates, cells: Cells, *, periods: int, length: float, discount: float) -> Floats:
    """Return sum over h of the purchases expected in period h, divided by (1 + discount)^h, for each cell.

    Raises ValueError for a horizon below one period or a rate of -100 % or less.
    """
    return alive(rates, cells) * discounted_if_alive(rates, cells, periods=periods, length=length, discount=discount)


def discounted_if_alive(rates: Rates, cells: Cells, *, periods: int, length: float, discount: float) -> Floats:
    """Return the discounted purchases of a customer of each cell who has not stopped; see `discounted_purchases`.

    Raises ValueError for a horizon below one period or a rate of -100 % or less.
    """
    if periods < 1 or length <= 0:
        raise ValueError("the horizon must be at least one period of some length")
    if discount <= -1:
        raise ValueError("a discount rate must be above -100 %")
    worth = (1 + discount) ** -np.arange(1, periods + 1, dtype=np.float64)
    steps = worth - np.r_[worth[1:], 0.0]  # sum (E_h - E_{h-1}) w_h = sum E_h (w_h - w_{h+1})
    total = np.zeros(len(cells.repeats))
    for h in range(1, periods + 1):
        total = total + steps[h - 1] * expected_if_alive(rates, cells, h * length)
    return as_floats(total)


def _gone_odds(rates: Rates, cells: Cells, stretch: Floats) -> Floats:
    """Return the log odds of having stopped, minus infinity for those who bought once."""
    x = cells.repeats
    odds = np.log(rates.a) - np.log(np.where(x > 0, rates.b + x - 1, 1.0)) + (rates.r + x) * stretch
    return as_floats(np.where(x > 0, odds, -np.inf))
