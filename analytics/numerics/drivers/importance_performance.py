"""Importance against performance: which touchpoints to improve first (Martilla and James 1977)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate

BEST = 100.0
LEAST_TOUCHPOINTS = 2


class Quadrant(StrEnum):
    """Where a touchpoint lies beside the means of all."""

    CONCENTRATE_HERE = "concentrate_here"  # more important than most, performing worse
    KEEP_IT_UP = "keep_it_up"  # more important, performing better
    LOW_PRIORITY = "low_priority"  # less important, performing worse
    POSSIBLE_OVERKILL = "possible_overkill"  # less important, performing better


@dataclass(frozen=True, slots=True)
class Place:
    """One touchpoint's place: distances from the means, its quadrant, and its priority.

    `quadrant` is None where it cannot be placed; `sure` says that both intervals leave out the mean.
    """

    importance: Estimate  # above the mean importance
    performance: Estimate  # points of 0-100 above the mean performance
    priority: Estimate  # importance times reach times the share of the scale that is still open above
    quadrant: Quadrant | None
    sure: bool


def place_touchpoints(
    importance: ArrayLike,
    performance: ArrayLike,
    reach: ArrayLike,
    answers: Sequence[int],
    reasons: Sequence[str],
    *,
    effective_groups: int | None = None,
) -> list[Place]:
    """Return the places of J touchpoints from replicates (R, J): importance >= 0, experience value 0-100, reach 0..1.

    `reasons` (J) is empty for a touchpoint that has figures, and says why for one that has none: it takes no part in
    the means either. Fewer than two with figures have no place, because a mean of one says nothing.
    """
    weight, value, met = as_floats(importance), as_floats(performance), as_floats(reach)
    used = np.array([not reason for reason in reasons], dtype=np.bool_)
    if used.sum() < LEAST_TOUCHPOINTS:
        lone = "fewer than two touchpoints have figures, so there is no mean to compare with"
        reasons = [reason or lone for reason in reasons]
        used = np.zeros(len(used), dtype=np.bool_)
    priority = weight * met * np.clip(BEST - value, 0.0, BEST) / BEST
    above = [
        column - column[:, used].mean(axis=1, keepdims=True) if used.any() else column for column in (weight, value)
    ]
    return [
        _place(above[0][:, index], above[1][:, index], priority[:, index], answers[index], effective_groups)
        if used[index]
        else _nowhere(answers[index], reasons[index])
        for index in range(len(used))
    ]


def centre_lines(
    importance: ArrayLike,
    performance: ArrayLike,
    n: int,
    reasons: Sequence[str],
    *,
    effective_groups: int | None = None,
) -> tuple[Estimate, Estimate]:
    """Return the mean importance and the mean performance that the quadrants meet at; see `place_touchpoints`.

    >>> importance, performance = np.array([[0.1, 0.3]] * 4), np.array([[80.0, 60.0]] * 4)
    >>> [line.value for line in centre_lines(importance, performance, 50, ["", ""])]
    [0.2, 70.0]
    """
    used = np.array([not reason for reason in reasons], dtype=np.bool_)
    if used.sum() < LEAST_TOUCHPOINTS:
        nothing = insufficient(n, "fewer than two touchpoints have figures, so there is no mean to compare with")
        return nothing, nothing
    across, along = (
        jackknife_estimate(as_floats(column)[:, used].mean(axis=1), n, effective_groups=effective_groups)
        for column in (importance, performance)
    )
    return across, along


def _place(importance: Floats, performance: Floats, priority: Floats, n: int, groups: int | None) -> Place:
    across = jackknife_estimate(performance, n, effective_groups=groups)
    up = jackknife_estimate(importance, n, effective_groups=groups)
    urgent = jackknife_estimate(priority, n, bounds=(0.0, None), effective_groups=groups)
    if across.value is None or up.value is None:
        return Place(up, across, urgent, None, sure=False)
    names = {
        (True, False): Quadrant.CONCENTRATE_HERE,
        (True, True): Quadrant.KEEP_IT_UP,
        (False, False): Quadrant.LOW_PRIORITY,
        (False, True): Quadrant.POSSIBLE_OVERKILL,
    }
    return Place(up, across, urgent, names[up.value >= 0, across.value >= 0], sure=_apart(up) and _apart(across))


def _apart(found: Estimate) -> bool:
    """Say whether an interval leaves out zero."""
    return found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)


def _nowhere(n: int, reason: str) -> Place:
    nothing = insufficient(n, reason)
    return Place(nothing, nothing, nothing, None, sure=False)
