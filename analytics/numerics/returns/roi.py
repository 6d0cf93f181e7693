"""What a plan would return: many joint draws of the forecast and of the doubt about cause (equation 10, one plan).

The gain comes with sampling error (jackknife groups) and with the causal discount kappa, a normal prior cut to (0, 1]:
slopes are observed, not caused, so only a part of the forecast may come true. The gain is a present value over the
horizon and accrues evenly month by month; the cost falls at the start.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import bucket_draws, jackknife_estimate
from analytics.numerics.quantiles import truncated_normal
from analytics.numerics.returns.draws import DRAWS, METHOD, first_covered, payback, quantiles

MEAN_DISCOUNT, SD_DISCOUNT = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer to "what if": money after the causal discount, medians with 5 % and 95 % quantiles.

    `gain` is the money before the discount, from the sample of customers alone.
    """

    gain: Estimate
    delta_equity: Estimate
    roi: Estimate
    npv: Estimate
    payback_months: Estimate
    p_npv_positive: float | None
    causal_discount: Estimate


def net_present_value(rate: float, flows: ArrayLike) -> float:
    """Return sum flows_t / (1 + rate)^t with the first flow at t = 0.

    >>> round(net_present_value(0.08, [-40000, 5000, 8000, 12000, 30000]), 5)
    3065.22267
    """
    amounts = as_floats(flows)
    return float((amounts / (1 + rate) ** np.arange(len(amounts))).sum())


def draw_causal_discount(rng: np.random.Generator, draws: int, *, mean: float, sd: float) -> Floats:
    """Return draws of kappa from a normal cut to (0, 1]; sd 0 gives the mean itself.

    What plans teach may lie outside before it is cut. Raises ValueError for a negative sd, a mean that is not finite,
    or a certain mean outside (0, 1].
    """
    if sd < 0 or not math.isfinite(mean) or (sd == 0 and not 0 < mean <= 1):
        raise ValueError("the causal discount needs a mean in (0, 1] or a standard deviation above 0")
    if sd == 0:
        return np.full(draws, mean)
    return truncated_normal(rng.uniform(size=draws), mean=mean, sd=sd, low=0.0, high=1.0)


def what_if(
    gain: ArrayLike,
    *,
    n: int,
    cost: float,
    horizon: int,
    discount: float,
    seed: int,
    kappa_mean: float = MEAN_DISCOUNT,
    kappa_sd: float = SD_DISCOUNT,
    draws: int = DRAWS,
) -> WhatIf:
    """Return what a plan would bring from the replicates (1 + B,) of its forecast before the causal discount.

    `horizon` in months and the monthly `discount` are those of the value of a customer. Equal seeds give equal answers.
    Without a cost there is no ROI; a cost that is not earned back in most draws has no pay-back time.
    Raises ValueError for a negative cost or a horizon below one month.
    """
    if cost < 0 or horizon < 1:
        raise ValueError("the cost must not be negative and the horizon must be at least one month")
    replicates = as_floats(gain)
    rng = np.random.default_rng(seed)
    kappa = draw_causal_discount(rng, draws, mean=kappa_mean, sd=kappa_sd)
    discounting = quantiles(kappa, draws)
    if len(replicates) < 3 or not np.isfinite(replicates).all():
        missing = insufficient(n, "the forecast has no interval", method=METHOD)
        return WhatIf(missing, missing, missing, missing, missing, None, discounting)
    equity = kappa * bucket_draws(replicates, draws, rng)
    net, months = equity - cost, months_to_pay_back(equity, cost=cost, horizon=horizon, discount=discount)
    free = insufficient(n, "the plan costs nothing, so there is no ratio to its cost", method=METHOD)
    return WhatIf(
        gain=jackknife_estimate(replicates, n),
        delta_equity=quantiles(equity, n),
        roi=quantiles(net / cost, n) if cost > 0 else free,
        npv=quantiles(net, n),
        payback_months=payback(months, horizon=horizon, n=n),
        p_npv_positive=float((net > 0).mean()),
        causal_discount=discounting,
    )


def realised(money: Estimate, *, cost: float) -> Estimate:
    """Return what a plan has brought beyond its cost, for each unit of it: (money - cost) / cost.

    The cost is known, so the interval is that of the money. Raises ValueError for a negative cost.

    >>> realised(Estimate(30.0, 5.0, 55.0, 100), cost=20.0)
    Estimate(value=0.5, low=-0.75, high=1.75, n=100, status='ok', reason='', method='')
    """
    if cost < 0:
        raise ValueError("the cost must not be negative")
    if money.value is None:
        return money
    if cost == 0:
        return insufficient(money.n, "the plan costs nothing, so there is no ratio to its cost", method=money.method)
    ends = (None if end is None else (end - cost) / cost for end in (money.value, money.low, money.high))
    value, low, high = ends
    return Estimate(value, low, high, money.n, money.status, money.reason, money.method)


def months_to_pay_back(equity: ArrayLike, *, cost: float, horizon: int, discount: float) -> Floats:
    """Return the first month in which cumulative discounted benefit reaches the cost, infinity if none does.

    >>> months_to_pay_back([1200.0, 100.0], cost=500.0, horizon=12, discount=0.0).tolist()
    [5.0, inf]
    """
    factors = (1 + discount) ** -np.arange(1.0, horizon + 1)
    earned = np.multiply.outer(as_floats(equity), np.cumsum(factors) / factors.sum())
    return first_covered(as_floats(earned), cost)
