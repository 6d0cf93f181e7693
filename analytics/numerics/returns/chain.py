"""The chain from answers to money, equations (6) to (9), from sums by groups of customers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.drivers.drivers import DriverFit, fit_drivers
from analytics.numerics.drivers.skipped import filled_in
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out, non_empty_groups
from analytics.numerics.returns.crowd import Crowd, crowd_of
from analytics.numerics.returns.forecast import refusal
from analytics.numerics.returns.groups import (
    Blend,
    Group,
    gain_of,
    least_rows,
    shared_slopes,
    shared_values,
    slopes_beneath,
)
from analytics.numerics.returns.loyalty import LEVELS, LoyaltyCurve, fit_loyalty
from analytics.numerics.returns.moves import Parts
from analytics.numerics.returns.value import ValueCurve

type Price = Callable[[LoyaltyCurve], ValueCurve]


@dataclass(frozen=True, slots=True)
class ChainSums:
    """What the answers and orders of S groups of customers add up to, in B buckets; scores and loyalty on 0-10.

    The first eight are those of `fit_drivers` and `forecast`, the next five the loyalty tables of `fit_loyalty`.
    """

    touchpoints: tuple[str, ...]  # J codes
    groups: tuple[str, ...]  # S names
    gram: Floats  # (S, B, p, p) with p = 1 + 2J
    xl: Floats  # (S, B, p)
    ll: Floats  # (S, B)
    l_sum: Floats  # (S, B)
    n: Floats  # (S, B)
    joint: Floats  # (S, B, J, 11, 11) rows by score and loyalty
    scores: Floats  # (J, 11) mean score of each score bin
    levels: Floats  # (11,) mean loyalty of each loyalty bin
    parts: tuple[Parts | None, ...]  # J, where scores are means of several answers
    answered: Floats  # (J,) share of those who met a touchpoint who answered about it, see `skipped`
    followed: Floats  # (S, B, 11) respondents with a follow-up, by loyalty
    repurchased: Floats  # (S, B, 11)
    money: Floats  # (S, B, 11)
    referrals: Floats  # (S, B, 11)
    followed_loyalty: Floats  # (S, B, 11) sum of loyalty
    customers: Floats  # (S,) the N of equation (9)


@dataclass(frozen=True, slots=True)
class ChainFit:
    """Drivers, value curve and money of everybody, put together from groups of customers; replicates in front."""

    fit: DriverFit
    value: ValueCurve
    common: Group  # everybody as one group, which the others borrow from
    groups: tuple[Group, ...]  # in the order of the sums
    joint: Floats  # (R, J, 11, 11)
    scores: Floats  # (J, 11)
    levels: Floats  # (11,)
    parts: tuple[Parts | None, ...]  # J
    answered: Floats  # (J,)

    def crowds_of(self, joint: Floats) -> tuple[Crowd | None, ...]:
        """Return the crowds of the touchpoints for some of the customers, joint (R, J, 11, 11) as counted."""
        return crowds_of(joint / self.answered[:, None, None], self.scores, self.levels, self.parts)

    def refusal(self, touchpoint: int, uplift: float) -> str:
        """Return why an uplift of a touchpoint cannot be priced, or an empty string."""
        reason = self.fit.reasons[touchpoint] or self.value.curve.reason
        return reason or refusal(self.joint[0, touchpoint], self.scores[touchpoint], uplift, self.levels)

    def group(self, code: str) -> Group | None:
        """Return a group by its name, or None when those customers do not stand alone."""
        return next((group for group in self.groups if group.code == code), None)

    def gain(self, touchpoint: int, uplift: float) -> Floats:
        """Return the money (R,) of moving a touchpoint's scores by `uplift`; ask `refusal` first."""
        return gain_of(self.groups, touchpoint, uplift)

    def gain_estimate(self, touchpoint: int, uplift: float) -> Estimate:
        """Return the money of moving a touchpoint's scores with its interval, or why there is none."""
        n = int(self.fit.answers[touchpoint])
        reason = self.refusal(touchpoint, uplift)
        if reason:
            return insufficient(n, reason)
        return jackknife_estimate(self.gain(touchpoint, uplift), n, effective_groups=self.common.filled)


def fit_chain(sums: ChainSums, price: Price) -> ChainFit:
    """Return the chain of everybody; `price` turns a loyalty curve into the value of a customer.

    Each of several groups with enough rows gets slopes and a value curve of its own as far as it differs (see
    `groups`). A group with fewer is taken to answer and behave as everybody does.
    """
    fit = _drivers(sums, None)
    value = price(_curve(sums, None))
    joint = _joint(sums, None)
    crowds = crowds_of(joint, sums.scores, sums.levels, sums.parts)
    common = Group(
        code="",
        customers=float(sums.customers.sum()),
        rows=leave_one_out(sums.n.sum(axis=0)),
        crowds=crowds,
        slopes=slopes_beneath(fit, crowds),
        value=value,
        lent=np.ones(len(sums.touchpoints)),
        lent_value=1.0,
        filled=non_empty_groups(sums.n.sum(axis=0)),
    )
    return ChainFit(
        fit=fit,
        value=value,
        common=common,
        groups=_groups(sums, common, value, price),
        joint=joint,
        scores=sums.scores,
        levels=sums.levels,
        parts=sums.parts,
        answered=sums.answered,
    )


def _groups(sums: ChainSums, common: Group, value: ValueCurve, price: Price) -> tuple[Group, ...]:
    alike = [
        replace(common, code=code, customers=float(n)) for code, n in zip(sums.groups, sums.customers, strict=True)
    ]
    enough = sums.n.sum(axis=1) >= least_rows(len(sums.touchpoints))
    if len(alike) == 1 or not enough.any():
        return tuple(alike)
    places = [int(place) for place in np.flatnonzero(enough)]
    fits = [_drivers(sums, place) for place in places]
    curves = [_like(price(_curve(sums, place)), value) for place in places]
    crowds = [crowds_of(_joint(sums, place), sums.scores, sums.levels, sums.parts) for place in places]
    lent = shared_slopes(common.slopes, fits, crowds)
    lent_value = shared_values(value, curves, [sums.followed[place].sum(axis=0) for place in places])
    for number, place in enumerate(places):
        own, weight = slopes_beneath(fits[number], crowds[number]), float(lent_value[number])
        alike[place] = replace(
            alike[place],
            rows=leave_one_out(sums.n[place]),
            crowds=crowds[number],
            slopes=lent[number] * common.slopes + (1 - lent[number]) * own,
            value=Blend(value, curves[number], weight),
            lent=lent[number],
            lent_value=weight,
            filled=non_empty_groups(sums.n[place]),
        )
    return tuple(alike)


def _like(own: ValueCurve, common: ValueCurve) -> ValueCurve:
    """Return a group's value curve: those whom it brings are worth what customers on average are."""
    return replace(own, mean_lifetime_value=common.mean_lifetime_value)


def _drivers(sums: ChainSums, place: int | None) -> DriverFit:
    parts = (sums.gram, sums.xl, sums.ll, sums.l_sum, sums.n)
    gram, xl, ll, l_sum, n = (leave_one_out(_part(part, place)) for part in parts)
    fit = fit_drivers(*filled_in(gram, xl, sums.answered), ll, l_sum, n, sums.touchpoints)
    return replace(fit, answers=np.round(fit.answers * sums.answered))


def _joint(sums: ChainSums, place: int | None) -> Floats:
    """Return rows by score and loyalty (R, J, 11, 11), as if nobody who met a touchpoint had left it out."""
    return as_floats(leave_one_out(_part(sums.joint, place)) / sums.answered[:, None, None])


def _curve(sums: ChainSums, place: int | None) -> LoyaltyCurve:
    parts = (sums.followed, sums.repurchased, sums.money, sums.referrals, sums.followed_loyalty)
    n, back, money, referrals, loyalty = (leave_one_out(_part(part, place)) for part in parts)
    means = divide(loyalty, n, empty=np.nan)
    return fit_loyalty(n, back, money, referrals, levels=np.where(np.isnan(means), LEVELS, means))


def _part(table: Floats, place: int | None) -> Floats:
    return as_floats(table.sum(axis=0) if place is None else table[place])


def crowds_of(joint: Floats, scores: Floats, levels: Floats, parts: Sequence[Parts | None]) -> tuple[Crowd | None, ...]:
    """Return the crowds of J touchpoints; joint (R, J, 11, 11), scores (J, 11) and levels (11,) on 0-10."""
    return tuple(crowd_of(joint[:, j], scores[j], levels, part) for j, part in enumerate(parts))
