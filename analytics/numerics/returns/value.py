"""The value of a customer at a loyalty level (equation 8), for regular business: contracts and habitual purchase."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.returns.loyalty import LoyaltyCurve

REFERRAL_WARNING = 0.25

type Lifetime = Callable[[ArrayLike], Floats]


@dataclass(frozen=True, slots=True)
class ValueCurve:
    """V(l) = CLV(l) + rho(l) (phi CLVbar + ACQ), callable at any loyalty level, also between whole ones.

    CLV(l) = mg m(l) sum_{h=1..H} (p(l) / (1 + i))^h. CLVbar is the mean CLV over the respondents of the loyalty table.
    Without contracts `lifetime` gives CLV(l) instead, from purchase histories.
    """

    curve: LoyaltyCurve
    margin_rate: float
    horizon: int | None
    discount: float
    referral_share: float
    acquisition_cost: float
    mean_lifetime_value: Floats  # (R,)
    lifetime: Lifetime | None = None

    def __call__(self, levels: ArrayLike) -> Floats:
        """Return money per customer at loyalty levels of shape (R or 1, ...)."""
        return self.lifetime_value(levels) + self.referral_value(levels)

    @property
    def table(self) -> Floats:
        """Return V at the loyalty table's own levels, shape (R, 11)."""
        return self(self.curve.levels)

    def lifetime_value(self, levels: ArrayLike) -> Floats:
        """Return CLV(l), the customer's own purchases, discounted."""
        if self.lifetime is not None:
            return self.lifetime(levels)
        kept = self.curve.repurchase(levels)
        times = discounted_periods(kept, horizon=self.horizon, discount=self.discount)
        return self.margin_rate * self.curve.money(levels) * times

    def referral_value(self, levels: ArrayLike) -> Floats:
        """Return rho(l) (phi CLVbar + ACQ), the customers that this one brings."""
        brought = self.curve.referrals(levels)
        worth = self.referral_share * self.mean_lifetime_value + self.acquisition_cost
        return brought * worth.reshape((-1,) + (1,) * (brought.ndim - 1))

    def referral_part(self) -> float:
        """Return the share of the mean value that comes from referrals; above 25 % deserves a warning."""
        n = self.curve.n[0]
        total = float(n @ self.table[0])
        return float(n @ self.referral_value(self.curve.levels)[0]) / total if total > 0 else 0.0


def value_curve(
    curve: LoyaltyCurve,
    *,
    margin_rate: float,
    horizon: int | None,
    discount: float,
    referral_share: float = 0.5,
    acquisition_cost: float = 0.0,
    lifetime: Lifetime | None = None,
) -> ValueCurve:
    """Return the value of a customer as a function of loyalty.

    `lifetime` gives CLV by loyalty where it comes from purchase histories. Else it follows the curve: `margin_rate`
    turns the curve's money into margin (1.0 when it is margin already); `horizon` counts follow-up periods, None means
    for ever; `discount` is the rate of one such period. Raises ValueError for a horizon below one
    period, a rate of -100 % or less, or an endless horizon without discounting.
    """
    discounted_periods(np.zeros(1), horizon=horizon, discount=discount)
    nothing = np.zeros(len(curve.n))
    blank = ValueCurve(curve, margin_rate, horizon, discount, referral_share, acquisition_cost, nothing, lifetime)
    mean = divide((curve.n * blank.lifetime_value(curve.levels)).sum(axis=1), curve.n.sum(axis=1))
    return replace(blank, mean_lifetime_value=mean)


def discounted_periods(retention: ArrayLike, *, horizon: int | None, discount: float) -> Floats:
    """Return sum_{h=1..H} (p / (1 + i))^h; for ever this is Gupta and Lehmann's multiple p / (1 + i - p).

    >>> discounted_periods([0.8, 0.9], horizon=None, discount=0.1).round(4).tolist()
    [2.6667, 4.5]
    """
    kept = as_floats(retention)
    if discount <= -1:
        raise ValueError("a discount rate must be above -100 %")
    if horizon is None:
        if discount <= 0:
            raise ValueError("an endless horizon needs a positive discount rate")
        return kept / (1 + discount - kept)
    if horizon < 1:
        raise ValueError("the horizon must be at least one period")
    ratio = kept / (1 + discount)
    summed = divide(ratio * (1 - ratio**horizon), 1 - ratio)
    return as_floats(np.where(np.abs(1 - ratio) < 1e-9, float(horizon), summed))
