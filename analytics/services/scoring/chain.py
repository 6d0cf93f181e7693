"""The chain from touchpoint scores over loyalty to money: equations (6) to (9), for one window of months."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.aggregates.counters import UNITS, Ints
from analytics.aggregates.sums import DriverSums, LoyaltySums
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.drivers import DriverFit, fit_drivers
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.forecast import forecast, refusal
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out, non_empty_groups
from analytics.numerics.loyalty import LoyaltyCurve, fit_loyalty
from analytics.numerics.ranks import rank_estimates
from analytics.numerics.value import ValueCurve, value_curve
from analytics.services.scoring.money import minor_per_major
from analytics.services.scoring.months import Months, Window

BINS = np.arange(11, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Sample:
    """The driver sample with replicates in front: touchpoint scores by loyalty, and the rows they come from."""

    joint: Floats  # (R, J, 11, 11)
    scores: Floats  # (J, 11) mean score of each score bin, full sample
    levels: Floats  # (11,) mean loyalty of each loyalty bin, full sample
    rows: Floats  # (R,)
    by_loyalty: Floats  # (R, 11) rows of each loyalty bin, also those that met no touchpoint
    groups: int
    customers: int
    straight_lines: int  # sheets left out because the same figure stood everywhere


@dataclass(frozen=True, slots=True)
class Chain:
    """Drivers, value curve and sample of a window; `reason` says why there is no money when it is not empty."""

    fit: DriverFit
    value: ValueCurve
    sample: Sample
    followed: LoyaltySums | None
    ranks: list[Estimate]  # of importance, 1 is the strongest driver
    reason: str

    def position(self, touchpoint: str) -> int | None:
        """Return the index of a touchpoint in the driver sample, or None when nobody scored it."""
        return self.fit.touchpoints.index(touchpoint) if touchpoint in self.fit.touchpoints else None


def build_chain(months: Months, window: Window, settings: Settings) -> Chain:
    """Return the chain of a window of months that ends with the period (both ends included)."""
    drivers = months.drivers(window)
    followed = followed_loyalty(months, window, settings)
    curve = _loyalty_curve(followed, settings)
    sample = read_sample(drivers, customers=int(months.customers(window).sum()))
    fit = fit_sample(drivers)
    return Chain(
        fit=fit,
        value=value_by_loyalty(curve, settings),
        sample=sample,
        followed=followed,
        ranks=rank_estimates(fit.importance, fit.usable.tolist(), fit.n, effective_groups=sample.groups),
        reason=curve.reason if followed is not None else "no month of the window has its whole follow-up behind it",
    )


def followed_loyalty(
    months: Months, window: Window, settings: Settings, segment: str | None = None
) -> LoyaltySums | None:
    """Return the loyalty table of the months whose follow-up lies inside the window, or None when there is none.

    A company's first months have no such month. Then months whose follow-up shows orders already are taken: better a
    provisional figure than none until the next month.
    """
    last = window[1] - settings.follow_up_months
    followed = months.loyalty((window[0], last), segment) if last >= window[0] else None
    if followed is not None and followed.n.any():
        return followed
    begun = months.loyalty(window, segment)
    return begun if begun.repurchased.any() else followed


def fit_sample(drivers: DriverSums) -> DriverFit:
    """Return the drivers of a sample."""
    sums = drivers.floats()
    gram, xl, ll, l_sum, n = (leave_one_out(part) for part in (sums.gram, sums.xl, sums.ll, sums.l_sum, sums.n))
    return fit_drivers(gram, xl, ll, l_sum, n, drivers.touchpoints)


def read_sample(drivers: DriverSums, *, customers: int, like: tuple[str, ...] | None = None) -> Sample:
    """Return the sample with its bins' own mean scores; an empty bin stands at its middle.

    Touchpoints are in the order of `like`, or of the sums themselves; one that nobody scored has zeros.
    """
    order = like if like is not None else drivers.touchpoints
    joint = as_floats(leave_one_out(_in_order(drivers.joint, drivers.touchpoints, order)))
    scored = leave_one_out(_in_order(drivers.score_sum, drivers.touchpoints, order))
    loyalty_counts = leave_one_out(drivers.outcome[:, 0, :])
    return Sample(
        joint=joint,
        scores=_means(scored[0], joint[0].sum(axis=2)),
        levels=_means(drivers.loyalty_sum.sum(axis=0), loyalty_counts[0]),
        rows=as_floats(leave_one_out(drivers.n)),
        by_loyalty=as_floats(loyalty_counts),
        groups=non_empty_groups(drivers.n),
        customers=customers,
        straight_lines=int(drivers.straight_lines.sum()),
    )


def _in_order(table: Ints, codes: tuple[str, ...], order: tuple[str, ...]) -> Ints:
    """Return a table (B, J, ...) with its touchpoints in another order."""
    if codes == order:
        return table
    arranged = np.zeros((len(table), len(order), *table.shape[2:]), dtype=np.int64)
    for place, code in enumerate(codes):
        if code in order:
            arranged[:, order.index(code)] = table[:, place]
    return arranged


def _means(sums: ArrayLike, counts: ArrayLike) -> Floats:
    """Return the mean of each bin in points, its middle where it is empty."""
    means = divide(sums, counts, empty=np.nan) / UNITS
    return as_floats(np.where(np.isnan(means), BINS, means))


def money_of(sums: LoyaltySums, settings: Settings) -> Floats:
    """Return the margin of each loyalty level in major units, shape (B, 11): known margin, else rate times amount."""
    return (sums.margin_known + settings.margin_rate * sums.unmargined) / minor_per_major(settings.currency)


def _loyalty_curve(followed: LoyaltySums | None, settings: Settings) -> LoyaltyCurve:
    if followed is None:
        nothing = np.zeros((65, 11))
        return fit_loyalty(nothing, nothing, nothing, nothing)
    n, repurchased, referrals = (leave_one_out(t) for t in (followed.n, followed.repurchased, followed.referrals))
    return fit_loyalty(
        n,
        repurchased,
        leave_one_out(money_of(followed, settings)),
        referrals,
        levels=_means(leave_one_out(followed.loyalty_sum), n),
    )


def value_by_loyalty(curve: LoyaltyCurve, settings: Settings) -> ValueCurve:
    """Return the value of a customer by loyalty (equation 8); one follow-up is one purchase period.

    Regular business: a customer who does not come back is gone, so p(l) compounds: m(l) sum (p(l) / (1 + i))^h. Without
    contracts an absent customer may still come: each period brings p(l) m(l) anew ("always a share", Dwyer 1997), which
    is the first period's value times the sum of (1 + i)^-h over h = 0..H-1.
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
    )


def blocked(chain: Chain, touchpoint: str, uplift: float, sample: Sample | None = None) -> str:
    """Return why the chain cannot put a price on moving a touchpoint by `uplift` points; empty when it can.

    Another sample, such as a segment's, is asked about its own scores and loyalty.
    """
    index = chain.position(touchpoint)
    if index is None:
        return "nobody who scored it also told their loyalty"
    reason = chain.fit.reasons[index] or chain.reason
    people = sample or chain.sample
    return reason or refusal(people.joint[0, index], people.scores[index], uplift, people.levels)


def gain_replicates(chain: Chain, touchpoint: str, uplift: float, sample: Sample | None = None) -> Floats:
    """Return the money of moving a touchpoint by `uplift` points, replicates (R,), before the causal discount.

    The touchpoint must be in the sample. Another sample, such as a segment's, is priced by the same slopes and curve.
    """
    index = chain.fit.touchpoints.index(touchpoint)
    people = sample or chain.sample
    return forecast(
        people.joint[:, index],
        people.scores[index],
        people.levels,
        chain.fit.slopes[:, index],
        uplift,
        people.rows,
        float(people.customers),
        chain.value,
    )


def gain(chain: Chain, touchpoint: str, uplift: float) -> Estimate:
    """Return the money of moving a touchpoint by `uplift` points, with its interval, or why there is none."""
    reason = blocked(chain, touchpoint, uplift)
    index = chain.position(touchpoint)
    n = int(chain.fit.answers[index]) if index is not None else 0
    if reason:
        return insufficient(n, reason)
    return jackknife_estimate(gain_replicates(chain, touchpoint, uplift), n, effective_groups=chain.sample.groups)
