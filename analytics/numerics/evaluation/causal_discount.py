"""What share of an observed link comes true: the causal discount kappa, a prior that evaluated plans correct.

Slopes are observed, not caused. A forecast built on them promises too much when an unseen taste lifts experience and
loyalty alike, too little when a common style of answering hides the link. Every evaluated plan tells its share:

    delta_q = kappa f_q + e_q,   e_q ~ N(0, s_q^2 + kappa^2 v_q)

with the money delta_q that a plan brought, the money f_q that was forecast before, and the doubts s_q and v_q of both.
Precise plans weigh more. kappa is cut to (0, 1]; what the plans say uncut is reported beside it, with both doubts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import normal_quantile, normal_tail, truncated_normal

WIDEST, STEPS, ZOOMS = 10.0, 101, 9  # kappa is looked for from -10 to 10, to ten digits
METHOD = "precision-weighted mean of plans and prior, cut to (0, 1]"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan whose forecast was made before it began: money forecast and money brought, with standard errors."""

    forecast: float
    forecast_error: float
    outcome: float
    outcome_error: float


@dataclass(frozen=True, slots=True)
class Discount:
    """The causal discount after some plans.

    `mean` and `sd` are those of the normal distribution before it is cut to (0, 1]; draws are made from it.
    `from_plans` is what the plans say without the prior and uncut. `p_too_high` is the probability that forecasts
    promise too much, `p_too_low` that they promise too little (kappa above 1); they add up to 1.
    """

    mean: float
    sd: float
    kappa: Estimate
    from_plans: Estimate
    p_too_high: float
    p_too_low: float


def learn_discount(outcomes: Sequence[Outcome], *, mean: float, sd: float) -> Discount:
    """Return the causal discount from a prior N(mean, sd^2) and evaluated plans; plans without any doubt are refused.

    Raises ValueError for a prior without spread, a plan without an error above zero, or a number that is not finite.

    >>> told = learn_discount([Outcome(100.0, 5.0, 30.0, 10.0), Outcome(200.0, 9.0, 62.0, 14.0)], mean=0.5, sd=0.25)
    >>> round(told.kappa.value, 2), round(told.from_plans.value, 2), told.p_too_high > 0.99
    (0.32, 0.31, True)
    """
    if sd <= 0 or not math.isfinite(mean):
        raise ValueError("the prior of the causal discount needs a standard deviation above 0")
    for one in outcomes:
        if one.outcome_error <= 0 or not all(math.isfinite(part) for part in _parts(one)):
            raise ValueError("an evaluated plan needs finite money and a standard error above 0")
    centre, precision = _posterior(outcomes, mean, 1 / sd**2)
    spread = precision**-0.5
    return Discount(
        mean=centre,
        sd=spread,
        kappa=_cut(centre, spread, len(outcomes)),
        from_plans=_from_plans(outcomes),
        p_too_high=normal_tail((centre - 1.0) / spread),
        p_too_low=normal_tail((1.0 - centre) / spread),
    )


def _parts(one: Outcome) -> tuple[float, ...]:
    return one.forecast, one.forecast_error, one.outcome, one.outcome_error


def _posterior(outcomes: Sequence[Outcome], mean: float, precision: float) -> tuple[float, float]:
    """Return the most likely kappa and the precision there, the forecasts' doubts counted with kappa squared.

    The misfit is (delta - kappa f)^2 / (s^2 + kappa^2 v), which doubtful forecasts do not pull towards zero. Without
    doubt about forecasts this is the weighted mean of the prior and the plans.
    """
    if not outcomes:
        return mean, precision
    parts = as_floats([_parts(one) for one in outcomes])

    def misfit(kappa: Floats) -> Floats:
        doubt = parts[:, 3] ** 2 + np.multiply.outer(kappa**2, parts[:, 1] ** 2)
        plans = ((parts[:, 2] - np.multiply.outer(kappa, parts[:, 0])) ** 2 / doubt).sum(axis=-1)
        return as_floats(0.5 * (plans + precision * (kappa - mean) ** 2))

    low, high = -WIDEST, WIDEST
    for _ in range(ZOOMS):
        grid = np.linspace(low, high, STEPS)
        best = int(misfit(grid).argmin())
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, STEPS - 1)]
    kappa = float((low + high) / 2)
    weights = 1.0 / (parts[:, 3] ** 2 + (kappa * parts[:, 1]) ** 2)
    known = np.maximum(parts[:, 0] ** 2 - parts[:, 1] ** 2, 0.0)
    return kappa, precision + float(weights @ known)


def _cut(centre: float, spread: float, n: int) -> Estimate:
    """Return the median and 90 % interval of the normal distribution cut to (0, 1]."""
    quantiles = truncated_normal(np.array([0.05, 0.5, 0.95]), mean=centre, sd=spread, low=0.0, high=1.0)
    low, middle, high = quantiles.tolist()
    return estimate(middle, low, high, n, method=METHOD)


def _from_plans(outcomes: Sequence[Outcome]) -> Estimate:
    if not outcomes:
        return insufficient(0, "no plan with a forecast made before its start has been evaluated")
    centre, precision = _posterior(outcomes, 0.0, 0.0)
    if precision <= 0:
        return insufficient(len(outcomes), "the forecasts of the evaluated plans cannot be told from zero")
    width = normal_quantile(0.95) * precision**-0.5
    return estimate(centre, centre - width, centre + width, len(outcomes), method="precision-weighted mean of plans")
