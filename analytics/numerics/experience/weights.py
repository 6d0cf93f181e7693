"""Weights against unequal response (equation 2): they correct who answered, never why somebody kept silent."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import t_quantile

SMALLEST, LARGEST = 0.2, 5.0
LEAST_ANSWERS = 5
"""Fewer answers do not speak for a cell: it is taken together with others."""

RAKING_ROUNDS = 1000
RAKING_TOLERANCE = 1e-10
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Represented:
    """What weights make of H cells: the share of each cell's mean in the whole (H,), adding up to 1 or all zero.

    `effective_n` is the number of equal answers that the weighted ones are worth (Kish), `trimmed` the share of the
    contacts whose weight was cut, so that they do not count in full.
    """

    shares: Floats
    effective_n: float
    trimmed: float


def kish_n(weights: ArrayLike, *, answers: ArrayLike | None = None) -> float:
    """Return the effective number of answers (sum w)^2 / sum w^2; zero weights count for nothing.

    Where a weight is that of a cell or a day, `answers` says of how many.

    >>> kish_n([1, 1, 2]), kish_n([0, 0]), kish_n([1, 2], answers=[2, 1])
    (2.6666666666666665, 0.0, 2.6666666666666665)
    """
    w = as_floats(weights)
    counts = np.ones(w.shape) if answers is None else as_floats(answers)
    return float(divide((w * counts).sum() ** 2, (w**2 * counts).sum()))


def trim(
    weights: ArrayLike, *, answers: ArrayLike | None = None, smallest: float = SMALLEST, largest: float = LARGEST
) -> Floats:
    """Return weights scaled to mean 1 over the positive ones and cut to [smallest, largest]; zeros stay zero.

    Where a weight is that of a cell, `answers` says of how many: the mean is over answers, not over cells.

    >>> trim([1, 1, 1, 1, 16]).tolist()
    [0.25, 0.25, 0.25, 0.25, 4.0]
    """
    w = as_floats(weights)
    if (w < 0).any() or not np.isfinite(w).all():
        raise ValueError("weights must be finite and not negative")
    positive = w > 0
    counts = np.ones(w.shape) if answers is None else as_floats(answers)
    mean = divide((w * counts)[positive].sum(), counts[positive].sum(), empty=1.0)
    return np.where(positive, np.clip(w / mean, smallest, largest), 0.0)


def response_weights(contacts: ArrayLike, answers: ArrayLike) -> Floats:
    """Return weights of cells (h,) that bring their answers to the shares of their contacts, trimmed.

    A cell without answers has no weight: collapse it with a neighbour before, or its customers are not represented.
    """
    n, reached = as_floats(answers), as_floats(contacts)
    return trim(divide(reached * n.sum(), n * reached.sum()), answers=n)


def collapse(contacts: ArrayLike, answers: ArrayLike, *, least: int = LEAST_ANSWERS) -> list[tuple[int, ...]]:
    """Return the cells that stand together so that each group has at least `least` answers, as tuples of places.

    Cells with enough answers stand alone, the others together; where those are too few even so, the cell with fewest
    answers among the first joins them. Cells without contacts are nobody's and are left out. The last group is the
    collapsed one if there is one; it is too small only where all cells together are.

    >>> collapse([50, 20, 9, 0], [30, 3, 4, 8]), collapse([50, 40, 9], [30, 20, 1])
    ([(0,), (1, 2)], [(0,), (1, 2)])
    """
    size, n = as_floats(contacts), as_floats(answers)
    met = [int(cell) for cell in np.flatnonzero(size > 0)]
    alone = sorted((cell for cell in met if n[cell] >= least), key=lambda cell: (-n[cell], cell))
    rest = [cell for cell in met if n[cell] < least]
    if rest and alone and n[rest].sum() < least:
        rest.append(alone.pop())
    groups = [(cell,) for cell in sorted(alone)]
    return [*groups, tuple(sorted(rest))] if rest else [*groups]


def represent(contacts: ArrayLike, answers: ArrayLike) -> Represented:
    """Return what the trimmed weights of `response_weights` make of cells (H,).

    >>> found = represent([500, 500], [10, 90])
    >>> found.shares.round(3).tolist(), round(found.effective_n, 1), found.trimmed
    ([0.5, 0.5], 36.0, 0.0)
    """
    n, size = as_floats(answers), as_floats(contacts)
    weights = response_weights(size, n)
    asked = divide(size * n.sum(), n * size.sum())
    cut = (n > 0) & (np.abs(asked - weights) > ROUNDING * asked)
    return Represented(
        shares=divide(weights * n, (weights * n).sum()),
        effective_n=kish_n(weights, answers=n),
        trimmed=float(divide(size[cut].sum(), size.sum())),
    )


def rake(table: ArrayLike, margins: Sequence[ArrayLike]) -> Floats:
    """Return the table scaled until its sums along every axis equal the margins (iterative proportional fitting).

    Raises ValueError if margins are negative, disagree in total, ask for more than an empty row can give, or if the
    table does not converge to them.

    >>> rake([[10.0, 20.0], [30.0, 40.0]], [[50.0, 50.0], [40.0, 60.0]]).sum(axis=1).round(6).tolist()
    [50.0, 50.0]
    """
    fitted = np.array(as_floats(table))
    wanted = [as_floats(margin) for margin in margins]
    if any(not np.isfinite(part).all() or (part < 0).any() for part in (fitted, *wanted)):
        raise ValueError("counts and margins must be finite and not negative")
    totals = [float(margin.sum()) for margin in wanted]
    if max(totals) - min(totals) > 1e-6 * max(totals):
        raise ValueError(f"the margins add up to different totals: {totals}")
    for _ in range(RAKING_ROUNDS):
        worst = 0.0
        for axis, margin in enumerate(wanted):
            others = tuple(other for other in range(fitted.ndim) if other != axis)
            reached = fitted.sum(axis=others)
            if ((reached <= 0) & (margin > 0)).any():
                raise ValueError(f"axis {axis} has a category with contacts but no answers: collapse it")
            worst = max(worst, float(np.abs(reached - margin).max()))
            shape = [-1 if other == axis else 1 for other in range(fitted.ndim)]
            fitted *= divide(margin, reached).reshape(shape)
        if worst <= RAKING_TOLERANCE * totals[0]:
            return fitted
    raise ValueError("raking does not converge: the margins contradict empty cells of the table")


def post_stratified_mean(
    population: ArrayLike, n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, confidence: float = 0.90
) -> Estimate:
    """Return sum_h W_h ybar_h with Var = sum_h W_h^2 (1 - n_h/N_h) s_h^2 / n_h, from sums of the strata h.

    A stratum with people but fewer than two answers gives "insufficient": collapse it first.
    """
    size, counts, sums = as_floats(population), as_floats(n), as_floats(total)
    answers = round(float(counts.sum()))
    used = size > 0
    if not used.any():
        return insufficient(answers, "the population of every stratum is zero")
    if (counts[used] < 2).any():
        return insufficient(answers, "a stratum has fewer than two answers: collapse it with a neighbour")
    size, counts, sums = size[used], counts[used], sums[used]
    share, means = size / size.sum(), sums / counts
    variances = np.maximum(as_floats(squares)[used] - counts * means**2, 0.0) / (counts - 1)
    unseen = np.clip(1 - counts / size, 0.0, 1.0)
    error = math.sqrt(float((share**2 * unseen * variances / counts).sum()))
    mean = float(share @ means)
    width = t_quantile((1 + confidence) / 2, counts.sum() - len(counts)) * error
    return estimate(mean, mean - width, mean + width, answers, method="post-stratified")


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float | None:
    """Return the weighted mean, None when all weights are zero: silence is not a score."""
    w = as_floats(weights)
    return float(w @ as_floats(values) / w.sum()) if w.sum() > 0 else None
