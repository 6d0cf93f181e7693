"""Groups of customers who differ: each with slopes and a value curve of its own, as far as its answers can tell.

Slopes and values are pulled towards those of everybody by equation (4): the weight of the common figure is
v / (v + tau2), where v is the jackknife variance of a group's difference from it and tau2 what groups really differ by
(Paule-Mandel). So nothing changes where groups do not differ, and a group that hardly answers borrows everything. The
weights are found once, on all answers; the replicates then carry the doubt about slopes and curves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.drivers.drivers import DriverFit
from analytics.numerics.jackknife import jackknife_se, widened
from analytics.numerics.returns.crowd import LEAST_FOLLOWING, Crowd, ValueFunction
from analytics.numerics.returns.forecast import crowd_refusal
from analytics.numerics.returns.value import ValueCurve
from analytics.numerics.shrinkage import common_weights

LEAST_TERMS = 3
ROWS_PER_PARAMETER = 20
BETWEEN_ANSWERS = 0.015
"""Standard deviation of a return, as a share of it, from not knowing what lies between two answers: in simulated
companies whose behaviour follows loyalty between the answers, returns come out 3 % lower than where it follows the
answer itself, and no answer tells the two apart."""


def least_rows(touchpoints: int) -> int:
    """Return how many rows of the driver sample a group needs to stand alone: twice what a regression asks for.

    >>> least_rows(12)
    500
    """
    return ROWS_PER_PARAMETER * (1 + 2 * touchpoints)


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who share slopes and a value curve; replicates in front."""

    code: str
    customers: float
    rows: Floats  # (R,) of the driver sample, also those that met no touchpoint
    crowds: tuple[Crowd | None, ...]  # of the J touchpoints, None where too little is known of their loyalty
    slopes: Floats  # (R, J) of the loyalty beneath the answers
    value: ValueFunction
    lent: Floats  # (J,) weight of everybody's slope, 1 where all of it is borrowed
    lent_value: float  # the same for the value curve
    filled: int  # buckets that hold answers

    def refusal(self, touchpoint: int, uplift: float) -> str:
        """Return why an uplift of a touchpoint cannot be forecast for these customers, or an empty string."""
        return crowd_refusal(self.crowds[touchpoint], uplift)

    def gain(self, touchpoint: int, uplift: float) -> Floats:
        """Return the money (R,) that these customers bring more when a touchpoint's scores move; see `gain_of`."""
        return gain_of([self], touchpoint, uplift)

    def gain_and_chance(self, touchpoint: int, uplift: float) -> tuple[Floats, float]:
        """Return the money (R,) of an uplift, and the variance of it by chance alone."""
        crowd = self.crowds[touchpoint]
        if crowd is None:
            return np.zeros(len(self.rows)), 0.0
        gain, chance = crowd.gain_and_chance(self.slopes[:, touchpoint], uplift, self.value)
        scale = divide(self.customers, self.rows)
        people = max(float(self.rows[0]), self.customers)
        return scale * gain, float(divide(scale[0] ** 2 * chance * self.rows[0], people))


def gain_of(groups: Sequence[Group], touchpoint: int, uplift: float) -> Floats:
    """Return the money (R,) that groups of customers bring more when a touchpoint's scores move by `uplift`.

    The replicates are spread so far that an interval from them also holds what chance does to these customers, and what
    eleven answers cannot tell (`BETWEEN_ANSWERS`).
    """
    parts = [group.gain_and_chance(touchpoint, uplift) for group in groups]
    gain = as_floats(sum(gain for gain, _ in parts))
    return widened(gain, sum(chance for _, chance in parts) + (BETWEEN_ANSWERS * float(gain[0])) ** 2)


@dataclass(frozen=True, slots=True)
class Blend:
    """A value curve between that of everybody and a group's own."""

    common: ValueFunction
    own: ValueFunction
    lent: float

    def __call__(self, levels: Floats) -> Floats:
        """Return money per customer at loyalty levels."""
        return self.lent * self.common(levels) + (1 - self.lent) * self.own(levels)


def slopes_beneath(fit: DriverFit, crowds: Sequence[Crowd | None]) -> Floats:
    """Return the slopes (R, J) of the loyalty beneath the answers, 0 where a touchpoint or its crowd has no figure."""
    slopes = np.zeros(fit.slopes.shape)
    for place, crowd in enumerate(crowds):
        if crowd is not None:
            slopes[:, place] = crowd.beneath(fit.slopes[:, place])
    return slopes


def shared_slopes(common: Floats, fits: Sequence[DriverFit], crowds: Sequence[Sequence[Crowd | None]]) -> Floats:
    """Return the weights (S, J) of everybody's slopes (R, J) in those of S groups."""
    weights = np.ones((len(fits), common.shape[1]))
    own = [slopes_beneath(fit, crowd) for fit, crowd in zip(fits, crowds, strict=True)]
    for place in range(common.shape[1]):
        differences = [slopes[:, place] - common[:, place] for slopes in own]
        known = [_tells(fit, crowd[place], place) for fit, crowd in zip(fits, crowds, strict=True)]
        weights[:, place] = _weights(differences, known)
    return weights


def _tells(fit: DriverFit, crowd: Crowd | None, place: int) -> bool:
    """Return whether a group's own slope can be used at all."""
    return crowd is not None and not fit.reasons[place] and float(crowd.follows[0]) >= LEAST_FOLLOWING


def shared_values(common: ValueCurve, curves: Sequence[ValueCurve], crowds: Sequence[Floats]) -> Floats:
    """Return the weights (S,) of everybody's value curve in those of S groups.

    Curves are compared by what a point of loyalty is worth to the group's own people (S of (11,) counts by loyalty):
    the mean step between neighbouring levels. One with less shape than a quadratic says too little to be one's own.
    """
    levels = common.curve.levels[:1]
    differences = [
        _worth(curve, levels, people) - _worth(common, levels, people)
        for curve, people in zip(curves, crowds, strict=True)
    ]
    known = [not curve.curve.reason and curve.curve.repurchase_terms.shape[1] >= LEAST_TERMS for curve in curves]
    return _weights(differences, known)


def _worth(value: ValueFunction, levels: Floats, people: Floats) -> Floats:
    """Return the money (R,) of one point of loyalty, averaged over the people at both ends of each step."""
    steps = divide(np.diff(value(levels), axis=1), np.diff(levels, axis=1))
    weights = people[1:] + people[:-1]
    return divide((steps * weights).sum(axis=1), weights.sum())


def _weights(differences: Sequence[Floats], known: Sequence[bool]) -> Floats:
    spreads = np.array([float(jackknife_se(difference)) ** 2 for difference in differences])
    spreads = np.where(np.array(known) & np.isfinite(spreads), spreads, np.inf)
    return common_weights([float(difference[0]) for difference in differences], spreads)
