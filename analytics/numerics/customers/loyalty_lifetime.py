"""What a point of loyalty is worth without contracts: lifetime value by loyalty, from purchase histories.

One model for all levels: loyalty multiplies everybody's rate of buying (through alpha) and chance of stopping (through
b), by a line in the logarithms or by a parabola where the histories ask for it, so levels with few customers lean on
the others. Somebody whose loyalty moves keeps the history they have: who has stopped stays away, who buys often for
their level will buy often for the new one; only what is to come changes.

The curve adds up what one point more does to the customers at each level, so differences between levels hold nothing of
who happens to be there. It is anchored at the mean lifetime value. Its errors are those of the parameters (inverse
Hessian) and of what histories leave open about these very customers, spread over the replicates as orthogonal
contrasts: their jackknife variance is that of the curve.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.customers.bgnbd import PurchaseFit, fit_purchases
from analytics.numerics.customers.gamma_gamma import SpendFit, expected_spend
from analytics.numerics.customers.lifetime import Spent, Terms
from analytics.numerics.customers.purchases import Cells, Rates, alive, discounted_if_alive
from analytics.numerics.quantiles import chi_square_tail

LEVELS = np.arange(11.0)
KNOTS = np.arange(12.0) - 0.5
MINIMUM_REPEATERS = 60
MINIMUM_LEVELS = 3
NEIGHBOURS = 100
REFUTED = 0.05

_STEP = 1e-3
_AGES = 12
_REPEATS = np.array([0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 50])


@dataclass(frozen=True, slots=True)
class LoyaltyLifetime:
    """Lifetime value at loyalty levels -0.5, 0.5, ... 10.5, replicates in front (R, 12), straight in between.

    `reason` is not empty when there is none; `fit` is the model that it comes from.
    """

    values: Floats
    fit: PurchaseFit
    reason: str = ""

    def __call__(self, levels: ArrayLike) -> Floats:
        """Return the money a customer brings at loyalty levels of shape (R or 1, ...)."""
        position = np.clip(as_floats(levels), 0.0, 10.0) + 0.5
        below = np.minimum(position.astype(np.int64), len(KNOTS) - 2)
        part = position - below
        rows = np.arange(len(self.values)).reshape((-1,) + (1,) * (position.ndim - 1))
        return as_floats((1 - part) * self.values[rows, below] + part * self.values[rows, below + 1])


@dataclass(frozen=True, slots=True)
class People:
    """Customers who told their loyalty: level 0-10, histories and spending, cell by cell.

    `counted` (0 or 1) says whose future the curve is about, such as those who bought in the last year; all of them tell
    how loyalty goes with buying.
    """

    level: Floats
    cells: Cells
    spent: Spent
    counted: Floats


def fit_by_loyalty(people: People) -> PurchaseFit:
    """Return the fit in which loyalty moves rates and stopping, by a parabola where a line is refuted (p < .05)."""
    covariate = _centred(people.level)
    line = fit_purchases(people.cells, covariate, minimum=MINIMUM_REPEATERS)
    filled = len(np.unique(people.level[people.cells.customers > 0]))
    if line.reason or filled < MINIMUM_LEVELS + 1 or line.repeaters < 3 * MINIMUM_REPEATERS:
        return line
    bent = fit_purchases(people.cells, covariate, degree=2, minimum=MINIMUM_REPEATERS)
    better = 2 * (bent.log_likelihood - line.log_likelihood)
    return bent if not bent.reason and chi_square_tail(max(better, 0.0), 2) < REFUTED else line


def lifetime_by_loyalty(people: People, spend: SpendFit, terms: Terms, *, replicates: int = 65) -> LoyaltyLifetime:
    """Return the lifetime value by loyalty.

    Fewer than 60 customers with a repeat purchase, fewer than 3 levels of loyalty, nobody counted, no spending model or
    no margin give a `reason`.
    """
    fit = fit_by_loyalty(people)
    reason = fit.reason or spend.reason or _refusal(people, terms)
    if reason:
        return LoyaltyLifetime(np.zeros((replicates, len(KNOTS))), fit, reason)
    slope, slope_error = spend_slope(people)
    base = np.r_[fit.maximum.terms, spend.maximum.terms, slope]

    def curve(logs: Floats) -> Floats:
        return _curve(people, fit, spend, terms, logs)

    best = curve(base)
    moves = np.stack([(curve(base + step) - best) / _STEP for step in _STEP * np.eye(len(base))])
    moves = np.vstack([moves, best])  # the whole curve goes up and down with the customers' own luck
    covariance = np.zeros((len(base) + 1, len(base) + 1))
    first, last = len(fit.maximum.terms), len(fit.maximum.terms) + 3
    covariance[:first, :first] = fit.maximum.covariance
    covariance[first:last, first:last] = spend.maximum.covariance
    covariance[last, last] = slope_error**2
    covariance[last + 1, last + 1] = _own_luck(people, fit, spend)
    return LoyaltyLifetime(spread(best, moves, covariance, replicates), fit)


def spread(best: Floats, moves: Floats, covariance: Floats, replicates: int) -> Floats:
    """Return replicates (1 + B, m) of figures whose jackknife covariance is moves' covariance moves.

    `moves` (k, m) are derivatives of the figures by k parameters, k below B. The contrasts are cosines: they add up to
    zero and are orthogonal.

    >>> from analytics.numerics.jackknife import jackknife_se
    >>> jackknife_se(spread(np.array([5.0]), np.array([[2.0]]), np.array([[0.09]]), 65)).round(6).tolist()
    [0.6]
    """
    groups = replicates - 1
    roots, axes = np.linalg.eigh(covariance)
    parts = (axes * np.sqrt(np.maximum(roots, 0.0))).T @ moves
    order = np.arange(1, len(parts) + 1)
    waves = np.sqrt(2 / groups) * np.cos(np.pi * (np.arange(groups)[:, None] + 0.5) * order / groups)
    return as_floats(np.vstack([best, best + np.sqrt(groups / (groups - 1)) * waves @ parts]))


def spend_slope(people: People) -> tuple[float, float]:
    """Return by which share of the mean the spend at a purchase rises with a point of loyalty, and its error."""
    weight = people.cells.customers * people.spent.purchases
    used = (weight > 0) & (people.spent.mean > 0)
    weight, money, level = weight[used], people.spent.mean[used], people.level[used]
    if len(np.unique(level)) < MINIMUM_LEVELS or len(weight) < 2 + MINIMUM_LEVELS:
        return 0.0, 0.0
    centre, mean = np.average(level, weights=weight), float(np.average(money, weights=weight))
    across = float(weight @ (level - centre) ** 2)
    slope = float(weight @ ((level - centre) * (money - mean))) / across
    left = money - mean - slope * (level - centre)
    error = np.sqrt(float(weight**2 @ ((level - centre) * left) ** 2)) / across
    return slope / mean, float(error) / mean


def _own_luck(people: People, fit: PurchaseFit, spend: SpendFit) -> float:
    """Return the squared relative error of the sum over these very customers when all parameters are known.

    Histories tell rates, spending and who has stopped only in part: gamma with shape r + x, inverse gamma with shape
    p x + q, and P(alive).
    """
    rates = fit.rates(covariate=_powers(people.level, len(fit.maximum.terms)))
    p, q, _ = spend.parameters
    shape = rates.r + people.cells.repeats
    here = np.maximum(alive(rates, people.cells), 1e-6)
    money = expected_spend(spend.maximum.terms, spend.unit, people.spent.purchases, people.spent.mean)
    worth = here * np.where(np.isfinite(money), money, 0.0) * shape / (rates.alpha + people.cells.age)
    spread = (1 + 1 / shape) * (1 + 1 / np.maximum(p * people.spent.purchases + q - 2, 1.0)) / here - 1
    weight = people.cells.customers * people.counted
    return float(weight @ (worth**2 * spread)) / float(weight @ worth) ** 2


def _refusal(people: People, terms: Terms) -> str:
    present = people.cells.customers > 0
    levels = len(np.unique(people.level[present]))
    if levels < MINIMUM_LEVELS:
        return f"{levels} levels of loyalty, at least {MINIMUM_LEVELS} are needed"
    if not (people.cells.customers @ people.counted) > 0:
        return "no customer whose loyalty is known bought in the window"
    return "orders leave no margin" if terms.margin_rate <= 0 else ""


def _curve(people: People, fit: PurchaseFit, spend: SpendFit, terms: Terms, logs: Floats) -> Floats:
    """Return the curve at its knots for given log parameters: of purchases, of spending, and the slope of spend."""
    size = len(fit.maximum.terms)
    own = fit.rates(logs[:size], _powers(people.level, size))
    money = expected_spend(logs[size : size + 3], spend.unit, people.spent.purchases, people.spent.mean)
    money = np.where(np.isfinite(money), money, 0.0)
    weight = people.cells.customers * people.counted
    crowd = _crowd(people, alive(own, people.cells) * money * weight)
    below, above = (_ahead(crowd, fit, terms, logs, way) for way in (-0.5, 0.5))
    rises = np.bincount(crowd.level, crowd.weight * (above - below), minlength=len(LEVELS))
    total = float(crowd.weight @ (above + below)) / 2
    counts = np.bincount(people.level.astype(np.int64), weight, minlength=len(LEVELS))
    knots = np.r_[0.0, np.cumsum(_borrowed(rises, counts))]
    middles = (knots[:-1] + knots[1:]) / 2
    start = total / counts.sum() - float(counts @ middles) / counts.sum()
    return as_floats(terms.margin_rate * (start + knots))


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Customers of like level, number of purchases and age, and the money that stands on them."""

    level: NDArray[np.int64]
    repeats: Floats
    age: Floats
    weight: Floats


def _crowd(people: People, weight: Floats) -> _Crowd:
    """Return like customers put together: what they will do differs little, and is costly to calculate."""
    cells = people.cells
    edges = np.linspace(0.0, cells.age.max() * (1 + 1e-9), _AGES + 1)[1:-1]
    repeats = np.searchsorted(_REPEATS, cells.repeats, side="right")
    key = (people.level.astype(np.int64) * (len(_REPEATS) + 1) + repeats) * _AGES + np.searchsorted(edges, cells.age)
    places, where = np.unique(key, return_inverse=True)
    total = np.bincount(where, weight)
    return _Crowd(
        level=places // ((len(_REPEATS) + 1) * _AGES),
        repeats=divide(np.bincount(where, weight * cells.repeats), total),
        age=divide(np.bincount(where, weight * cells.age), total),
        weight=total,
    )


def _ahead(crowd: _Crowd, fit: PurchaseFit, terms: Terms, logs: Floats, way: float) -> Floats:
    """Return discounted purchases, times the change of spend, of those who stay when loyalty moves by `way` points."""
    size = len(fit.maximum.terms)
    own = fit.rates(logs[:size], _powers(crowd.level, size))
    new = fit.rates(logs[:size], _powers(crowd.level + way, size))
    # What the history says of rate and stopping, gamma(r + x, alpha + T) and beta(a, b + x), at the new pace.
    stretched = crowd.age * (new.alpha / own.alpha)
    later = (own.b + crowd.repeats) * (new.b / own.b) - crowd.repeats
    cells = Cells(crowd.repeats, np.zeros_like(crowd.age), stretched, np.ones_like(crowd.age))
    often = discounted_if_alive(
        Rates(new.r, new.alpha, new.a, later),
        cells,
        periods=terms.periods,
        length=terms.length,
        discount=terms.discount,
    )
    return as_floats(often * (1 + way * logs[-1]))


def _borrowed(rises: Floats, counts: Floats) -> Floats:
    """Return the mean rise at each level; levels with fewer than 100 customers borrow from the nearest ones."""
    result = np.zeros(len(counts))
    for level in range(len(counts)):
        for reach in range(len(counts)):
            near = slice(max(level - reach, 0), level + reach + 1)
            if counts[near].sum() >= min(NEIGHBOURS, counts.sum()):
                result[level] = rises[near].sum() / counts[near].sum()
                break
    return result


def _centred(levels: ArrayLike) -> Floats:
    return (as_floats(levels) - 5.0) / 5.0


def _powers(levels: ArrayLike, size: int) -> Floats:
    """Return the powers of centred loyalty that a fit with `size` terms uses."""
    centred = _centred(levels)
    return as_floats(np.stack([centred**power for power in range(1, 1 + (size - 4) // 2)], axis=1))
