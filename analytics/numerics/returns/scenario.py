"""What several improvements would return together, with all that is uncertain drawn at once (equation 10).

Every draw takes one sample of customers, one causal discount, one uplift for each touchpoint and one cost. So the
touchpoints' gains vary together as they would, and what the doubt is made of can be told from the draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import bucket_draws
from analytics.numerics.returns.draws import DRAWS, METHOD, first_covered, payback, quantiles
from analytics.numerics.returns.roi import draw_causal_discount

PERT_SHAPE = 4.0
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Pert:
    """A guess with its bounds: the least, the most likely and the most that it may be; equal when it is certain."""

    low: float
    mode: float
    high: float

    def draw(self, rng: np.random.Generator, draws: int) -> Floats:
        """Return draws of the beta distribution with mean (low + 4 mode + high) / 6 (Malcolm et al. 1959).

        >>> Pert(1.0, 2.0, 6.0).draw(np.random.default_rng(1), 40_000).mean().round(1)
        np.float64(2.5)
        """
        if self.high <= self.low:
            return np.full(draws, self.mode)
        span = self.high - self.low
        rising = 1 + PERT_SHAPE * (self.mode - self.low) / span
        falling = 1 + PERT_SHAPE * (self.high - self.mode) / span
        return as_floats(self.low + span * rng.beta(rising, falling, size=draws))


@dataclass(frozen=True, slots=True)
class Money:
    """What a scenario costs and when its gain arrives.

    `once` falls at the start, `monthly` every month, both in money. The gain grows evenly over `ramp_months` and then
    halves every `half_life_months`, if it fades at all. `horizon` in months and the monthly `discount` are those of the
    value of a customer.
    """

    once: Pert
    monthly: Pert
    horizon: int
    discount: float
    ramp_months: int = 0
    half_life_months: float | None = None

    def pattern(self) -> Floats:
        """Return which share of the full gain each month of the horizon brings, before discounting (H,)."""
        months = np.arange(1.0, self.horizon + 1)
        rising = np.minimum(months / self.ramp_months, 1.0) if self.ramp_months else np.ones(self.horizon)
        if self.half_life_months is None:
            return as_floats(rising)
        return as_floats(rising * 0.5 ** (np.maximum(months - self.ramp_months, 0.0) / self.half_life_months))

    def arrives(self) -> float:
        """Return the share of the full gain's present value that arrives within the horizon."""
        return float((self.pattern() * self.factors()).sum() / self.factors().sum())

    def factors(self) -> Floats:
        """Return the discount factor of each month (H,)."""
        return as_floats((1 + self.discount) ** -np.arange(1.0, self.horizon + 1))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario would return: medians with 5 % and 95 % quantiles of the draws, in money.

    `parts` are the touchpoints' own gains, after the causal discount; `drivers` the shares of the variance of the net
    present value that come from each thing that was drawn (squared rank correlations, adding up to 1).
    """

    delta_equity: Estimate
    cost: Estimate
    npv: Estimate
    roi: Estimate
    payback_months: Estimate
    p_npv_positive: float | None
    p_payback_within_year: float | None
    causal_discount: Estimate
    parts: Mapping[str, Estimate]
    drivers: Mapping[str, float]
    net: Floats = field(compare=False, repr=False)


def simulate(
    gains: Mapping[str, tuple[Floats, Floats, Floats]],
    uplifts: Mapping[str, Pert],
    money: Money,
    *,
    n: int,
    seed: int,
    kappa: tuple[float, float],
    draws: int = DRAWS,
) -> Outcome:
    """Return what touchpoints improved together would bring; equal seeds give equal answers.

    gains: by touchpoint the replicates (1 + B,) of its part of the money when all uplifts are at their least, most
    likely and most; between them a part is read from straight lines. kappa is mean and standard deviation of the causal
    discount. Raises ValueError for costs below zero or a horizon below one month.
    """
    if min(money.once.low, money.monthly.low) < 0 or money.horizon < 1:
        raise ValueError("costs must not be negative and the horizon must be at least one month")
    causes, people, guesses, costs = np.random.default_rng(seed).spawn(4)
    causal = draw_causal_discount(causes, draws, mean=kappa[0], sd=kappa[1])
    if not gains or not all(len(part) > 2 and np.isfinite(part).all() for three in gains.values() for part in three):
        return _unknown(n, causal)
    chosen = {code: uplifts[code].draw(guesses, draws) for code in gains}
    stacked = np.stack([part for three in gains.values() for part in three], axis=1)
    sampled = bucket_draws(stacked, draws, people).reshape(draws, len(gains), 3)
    parts = {
        code: causal * money.arrives() * between(sampled[:, place], uplifts[code], chosen[code])
        for place, code in enumerate(gains)
    }
    once, monthly = money.once.draw(costs, draws), money.monthly.draw(costs, draws)
    drawn = {
        "causal discount": causal,
        "sample of customers": as_floats(sampled[:, :, 1].sum(axis=1)),
        **{f"uplift of {code}": values for code, values in chosen.items()},
        "cost": as_floats(once + monthly * money.factors().sum()),
    }
    return _outcome(parts, drawn, _months(as_floats(sum(parts.values())), once, monthly, money), money.horizon, n)


def _outcome(parts: Mapping[str, Floats], drawn: Mapping[str, Floats], months: Floats, horizon: int, n: int) -> Outcome:
    equity, cost = as_floats(sum(parts.values())), drawn["cost"]
    net = equity - cost
    free = insufficient(n, "the scenario costs nothing, so there is no ratio to its cost", method=METHOD)
    return Outcome(
        delta_equity=quantiles(equity, n),
        cost=quantiles(cost, n),
        npv=quantiles(net, n),
        roi=quantiles(net / cost, n) if cost.min() > 0 else free,
        payback_months=payback(months, horizon=horizon, n=n),
        p_npv_positive=float((net > 0).mean()),
        p_payback_within_year=float((months <= MONTHS_OF_YEAR).mean()),
        causal_discount=quantiles(drawn["causal discount"], len(net)),
        parts={code: quantiles(part, n) for code, part in parts.items()},
        drivers=variance_shares(drawn, net),
        net=net,
    )


def between(sampled: Floats, uplift: Pert, chosen: Floats) -> Floats:
    """Return a part's draws at the uplifts chosen: sampled (D, 3) at least, likely and most, joined by lines."""
    if uplift.high <= uplift.low:
        return as_floats(sampled[:, 1])
    below = divide(chosen - uplift.low, uplift.mode - uplift.low, empty=1.0)
    above = divide(chosen - uplift.mode, uplift.high - uplift.mode)
    low = sampled[:, 0] + np.clip(below, 0.0, 1.0) * (sampled[:, 1] - sampled[:, 0])
    return as_floats(low + np.clip(above, 0.0, 1.0) * (sampled[:, 2] - sampled[:, 1]))


def variance_shares(drawn: Mapping[str, ArrayLike], outcome: ArrayLike) -> dict[str, float]:
    """Return how much of the variance of an outcome goes with each input: squared rank correlations, scaled to sum 1.

    Inputs that do not vary have no share.

    >>> x, y = np.arange(9.0), np.array([4.0, 1, 7, 2, 9, 3, 8, 5, 6])
    >>> shares = variance_shares({"x": x, "constant": np.ones(9)}, x)
    >>> shares
    {'x': 1.0, 'constant': 0.0}
    """
    target = _ranks(as_floats(outcome))
    squared = {name: _correlation(_ranks(as_floats(values)), target) ** 2 for name, values in drawn.items()}
    total = sum(squared.values())
    return {name: square / total if total > 0 else 0.0 for name, square in squared.items()}


def _ranks(values: Floats) -> Floats:
    """Return ranks from 0, ties in the order of the draws; a constant has none."""
    if np.ptp(values) == 0:
        return np.zeros(len(values))
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


def _correlation(one: Floats, other: Floats) -> float:
    a, b = one - one.mean(), other - other.mean()
    return float(divide(a @ b, np.sqrt((a @ a) * (b @ b))))


def _months(equity: Floats, once: Floats, monthly: Floats, money: Money) -> Floats:
    """Return the first month in which the discounted gain so far covers the cost so far, infinity if none does."""
    factors, pattern = money.factors(), money.pattern()
    flow = pattern * factors
    earned = np.multiply.outer(equity, np.cumsum(flow) / flow.sum())
    spent = once[:, None] + np.multiply.outer(monthly, np.cumsum(factors))
    return first_covered(as_floats(earned), spent)


def _unknown(n: int, causal: Floats) -> Outcome:
    nothing = insufficient(n, "the forecast has no interval", method=METHOD)
    money = dict.fromkeys(("delta_equity", "cost", "npv", "roi", "payback_months"), nothing)
    return Outcome(
        **money,
        p_npv_positive=None,
        p_payback_within_year=None,
        causal_discount=quantiles(causal, len(causal)),
        parts={},
        drivers={},
        net=np.zeros(0),
    )
