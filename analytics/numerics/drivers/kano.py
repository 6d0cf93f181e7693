"""Basic, performance or excitement: does a touchpoint cost loyalty when bad, win it when good, or both?

Answers are put in three groups: dissatisfied, in between, delighted. Penalty is the loyalty that the dissatisfied lack
against those in between, reward what the delighted have more (Brandt 1987). The groups lie at unequal distances on the
scale, so a straight line would look lopsided; what is compared is loyalty per point of score, below and above.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.jackknife import jackknife_covariance, jackknife_estimate
from analytics.numerics.quantiles import t_quantile

DISSATISFIED, DELIGHTED = 4.5, 8.5
LEAST_ANSWERS = 10
CUT = 0.1
INDIFFERENT_SWING = 0.5
CONFIDENCE = 0.90
METHOD = "penalty and reward per point, Fieller's interval from the jackknife"


class Kind(StrEnum):
    """What kind of touchpoint it is."""

    BASIC = "basic"  # costs loyalty when bad, wins little when good
    PERFORMANCE = "performance"  # as much either way
    EXCITEMENT = "excitement"  # wins loyalty when good, costs little when bad
    INDIFFERENT = "indifferent"  # loyalty hardly depends on it
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """Penalty and reward in points of loyalty, their asymmetry -1..1 (1: penalty only) and the kind that follows.

    `kind` is only said where the interval agrees with it; `likely` is the kind of the bare value.
    """

    penalty: Estimate  # loyalty of the dissatisfied minus that of those in between, normally negative
    reward: Estimate  # loyalty of the delighted minus that of those in between
    swing: Estimate  # reward minus penalty
    asymmetry: Estimate
    kind: Kind
    likely: Kind
    reason: str = ""


def penalty_reward(
    joint: ArrayLike,
    v_values: ArrayLike,
    l_values: ArrayLike,
    *,
    low: float = DISSATISFIED,
    high: float = DELIGHTED,
    effective_groups: int | None = None,
) -> Asymmetry:
    """Return the asymmetry of a touchpoint from the joint table (R, V, L) of score bins and loyalty bins.

    v_values (V,) and l_values (L,) are the bins' values on 0-10. Scores up to `low` are dissatisfied, from `high` on
    delighted. Fewer than 10 answers in one of the three groups, or one group of customers only, cannot tell.
    """
    counts, scores, loyalty = as_floats(joint), as_floats(v_values), as_floats(l_values)
    groups = len(counts) - 1 if effective_groups is None else min(effective_groups, len(counts) - 1)
    belongs = np.stack([scores <= low, (scores > low) & (scores < high), scores >= high]).astype(np.float64)
    answers = counts.sum(axis=2)
    people = answers @ belongs.T
    n = round(float(people[0].sum()))
    if people.min() < LEAST_ANSWERS or groups < 2:
        return _cannot_tell(n, _shortage(people[0], groups))
    means = divide((counts @ loyalty) @ belongs.T, people)
    at = divide((answers * scores) @ belongs.T, people)
    changes = {
        "penalty": means[:, 0] - means[:, 1],
        "reward": means[:, 2] - means[:, 1],
        "swing": means[:, 2] - means[:, 0],
    }
    found = {name: jackknife_estimate(values, n, effective_groups=groups) for name, values in changes.items()}
    slopes = np.column_stack([-changes["penalty"] / (at[:, 1] - at[:, 0]), changes["reward"] / (at[:, 2] - at[:, 1])])
    ratio = _asymmetry(slopes, n, groups)
    kind, reason = _judge(found["swing"], ratio)
    likely = Kind.INDIFFERENT if _is_small(found["swing"].value) else _kind_at(ratio.value)
    return Asymmetry(found["penalty"], found["reward"], found["swing"], ratio, kind, likely, reason)


def _shortage(people: Floats, groups: int) -> str:
    if groups < 2:
        return "all answers come from one group of customers, so no interval exists"
    sizes = ", ".join(
        f"{count:.0f} {name}" for count, name in zip(people, ("dissatisfied", "between", "delighted"), strict=True)
    )
    return f"{sizes}: at least {LEAST_ANSWERS} of each are needed, also without any one group of customers"


def _cannot_tell(n: int, reason: str) -> Asymmetry:
    nothing = insufficient(n, reason)
    return Asymmetry(nothing, nothing, nothing, nothing, Kind.CANNOT_TELL, Kind.CANNOT_TELL, reason)


def _asymmetry(slopes: Floats, n: int, groups: int) -> Estimate:
    """Return (below - above) / (below + above) of slopes (R, 2) with Fieller's interval, within -1..1."""
    parts = slopes @ np.array([[1.0, 1.0], [-1.0, 1.0]])
    (top, bottom), covariance = parts[0], jackknife_covariance(parts, effective_groups=groups)
    t = t_quantile((1 + CONFIDENCE) / 2, groups - 1)
    doubt = t**2 * covariance[1, 1]
    if bottom <= 0 or bottom**2 <= doubt:
        return insufficient(n, "loyalty does not surely rise with the score", method=METHOD)
    a, b = bottom**2 - doubt, top * bottom - t**2 * covariance[0, 1]
    c = top**2 - t**2 * covariance[0, 0]
    width = math.sqrt(max(b**2 - a * c, 0.0)) / a
    value, low, high = np.clip([top / bottom, b / a - width, b / a + width], -1.0, 1.0)
    return estimate(float(value), float(low), float(high), n, method=METHOD)


def _judge(swing: Estimate, ratio: Estimate) -> tuple[Kind, str]:
    """Return the kind that the intervals allow, and why there is none."""
    if _is_small(swing.low) and _is_small(swing.high):
        return Kind.INDIFFERENT, ""
    if ratio.value is None:
        return Kind.CANNOT_TELL, ratio.reason
    kinds = {_kind_at(end) for end in (ratio.low, ratio.value, ratio.high)}
    if len(kinds) > 1:
        return Kind.CANNOT_TELL, "the interval of the asymmetry reaches over the border between two kinds"
    return kinds.pop(), ""


def _is_small(swing: float | None) -> bool:
    return swing is not None and abs(swing) < INDIFFERENT_SWING


def _kind_at(asymmetry: float | None) -> Kind:
    if asymmetry is None:
        return Kind.CANNOT_TELL
    if abs(asymmetry) <= CUT:
        return Kind.PERFORMANCE
    return Kind.BASIC if asymmetry > 0 else Kind.EXCITEMENT
