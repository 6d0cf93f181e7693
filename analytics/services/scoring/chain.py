"""The chain from touchpoint scores over loyalty to money: equations (6) to (9), for one window of months."""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from analytics.aggregates.sums import DriverSums, LoyaltySums
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats
from analytics.numerics.drivers.doubts import doubts_of
from analytics.numerics.drivers.drivers import DriverFit
from analytics.numerics.drivers.rank_chances import RankChances, driver_rank_chances
from analytics.numerics.drivers.ranks import rank_estimates
from analytics.numerics.drivers.skipped import LEAST_MET
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate, non_empty_groups
from analytics.numerics.returns.chain import ChainFit, fit_chain
from analytics.numerics.returns.loyalty import LoyaltyCurve
from analytics.numerics.returns.value import Lifetime, ValueCurve, value_curve
from analytics.services.scoring.currencies import mixed_money, orders_abroad
from analytics.services.scoring.customer_base import CustomerBase, read_base
from analytics.services.scoring.months import Months, Window
from analytics.services.scoring.segments import read_sums

BINS = np.arange(11, dtype=np.float64)
SEED = 1
"""Seed of the draws behind the chances of ranks: always the same, so that equal facts give equal chances."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Who stands behind the chain."""

    groups: int  # buckets of customers that hold answers
    customers: int
    straight_lines: int  # sheets left out because the same figure stood everywhere


@dataclass(frozen=True)
class Chain:
    """Drivers, value curve and sample of a window; `reason` says why there is no money when it is not empty.

    `whole` prices the company by its segments; `fit` and `value` are those of everybody together.
    """

    whole: ChainFit
    sample: Sample
    followed: LoyaltySums | None
    ranks: list[Estimate]  # of importance, 1 is the strongest driver
    base: CustomerBase
    reason: str
    doubts: tuple[str, ...]  # what the answers leave open, in words
    drivers: DriverSums

    @property
    def fit(self) -> DriverFit:
        """Return the drivers of everybody."""
        return self.whole.fit

    @property
    def value(self) -> ValueCurve:
        """Return the value of a customer, all segments together."""
        return self.whole.value

    @cached_property
    def chances(self) -> RankChances:
        """Return how likely each driver takes each rank, drawn when it is first asked for."""
        sums = self.drivers.floats()
        return driver_rank_chances(
            *(sums.gram, sums.xl, sums.ll, sums.l_sum, sums.n),
            self.fit.touchpoints,
            seed=SEED,
            answered=self.whole.answered,
        )

    def position(self, touchpoint: str) -> int | None:
        """Return the index of a touchpoint in the driver sample, or None when nobody scored it."""
        return self.fit.touchpoints.index(touchpoint) if touchpoint in self.fit.touchpoints else None


def build_chain(months: Months, window: Window, settings: Settings) -> Chain:
    """Return the chain of a window of months that ends with the period (both ends included)."""
    drivers = months.drivers(window)
    span = followed_months(months, window, settings)
    sums = read_sums(months, window, span or window, settings)
    base = read_base(months, window, settings)
    whole = fit_chain(sums, partial(value_by_loyalty, settings=settings, lifetime=base.lifetime))
    sample = _sample(drivers, customers=int(sums.customers.sum()))
    followed = months.loyalty(span or window)
    abroad = orders_abroad(base.sales, settings.currency) or orders_abroad(followed, settings.currency)
    logged = (drivers.met[:, :, 0].sum(axis=0) >= LEAST_MET).tolist()
    return Chain(
        whole=whole,
        sample=sample,
        followed=followed if span is not None else None,
        ranks=rank_estimates(
            whole.fit.importance, whole.fit.usable.tolist(), whole.fit.n, effective_groups=sample.groups
        ),
        base=base,
        reason=base.mixed or mixed_money(followed, settings.currency) or whole.value.curve.reason
        if span is not None
        else "no month of the window has its whole follow-up behind it",
        doubts=(*doubts_of(whole.fit, sums.answered, logged), *([abroad] if abroad else [])),
        drivers=drivers,
    )


def followed_months(months: Months, window: Window, settings: Settings) -> Window | None:
    """Return the months whose answers are followed by behaviour inside the window, or None when there are none.

    A company's first months have no such month. Then months whose follow-up shows orders already are taken: better a
    provisional figure than none until the next month.
    """
    whole = (window[0], window[1] - settings.follow_up_months)
    exists = whole[1] >= whole[0]
    if exists and months.loyalty(whole).n.any():
        return whole
    if months.loyalty(window).repurchased.any():
        return window
    return whole if exists else None


def _sample(drivers: DriverSums, *, customers: int) -> Sample:
    return Sample(
        groups=non_empty_groups(drivers.n), customers=customers, straight_lines=int(drivers.straight_lines.sum())
    )


def value_by_loyalty(curve: LoyaltyCurve, settings: Settings, lifetime: Lifetime | None = None) -> ValueCurve:
    """Return the value of a customer by loyalty (equation 8); one follow-up is one purchase period.

    Regular business: a customer who does not come back is gone, so p(l) compounds: m(l) sum (p(l) / (1 + i))^h. Without
    contracts an absent customer may still come, and `lifetime` gives their value from purchase histories. Where these
    carry no model, each period brings p(l) m(l) anew ("always a share", Dwyer 1997), which is the first period's value
    times the sum of (1 + i)^-h over h = 0..H-1.
    """
    span = settings.follow_up_months
    periods = max(1, round(settings.horizon_months / span))
    discount = (1 + settings.discount_rate_monthly) ** span - 1
    repeats = settings.business == "noncontractual"
    annuity = float(((1 + discount) ** -np.arange(periods)).sum())
    return value_curve(
        curve,
        margin_rate=annuity if repeats else 1.0,
        horizon=1 if repeats else periods,
        discount=discount,
        referral_share=settings.referral_incremental_share,
        acquisition_cost=settings.acquisition_cost,
        lifetime=lifetime if repeats else None,
    )


def blocked(chain: Chain, touchpoint: str, uplift: float) -> str:
    """Return why the chain cannot put a price on moving a touchpoint by `uplift` points; empty when it can."""
    index = chain.position(touchpoint)
    if index is None:
        return "nobody who scored it also told their loyalty"
    return chain.fit.reasons[index] or chain.reason or chain.whole.refusal(index, uplift)


def gain_replicates(chain: Chain, touchpoint: str, uplift: float) -> Floats:
    """Return the money of moving a touchpoint by `uplift` points, replicates (R,), before the causal discount.

    The touchpoint must be in the sample.
    """
    return chain.whole.gain(chain.fit.touchpoints.index(touchpoint), uplift)


def gain(chain: Chain, touchpoint: str, uplift: float) -> Estimate:
    """Return the money of moving a touchpoint by `uplift` points, with its interval, or why there is none."""
    return priced(chain, touchpoint, uplift)[0]


def priced(chain: Chain, touchpoint: str, uplift: float) -> tuple[Estimate, Floats | None]:
    """Return the money of moving a touchpoint by `uplift` points and its replicates (R,), None without a price."""
    reason = blocked(chain, touchpoint, uplift)
    index = chain.position(touchpoint)
    n = int(chain.fit.answers[index]) if index is not None else 0
    if reason:
        return insufficient(n, reason), None
    gains = gain_replicates(chain, touchpoint, uplift)
    return jackknife_estimate(gains, n, effective_groups=chain.sample.groups), gains
