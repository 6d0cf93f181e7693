"""What several touchpoints improved at once are worth: less than the sum where people reach the top of loyalty.

Whoever meets two improved touchpoints is lifted by both. Each touchpoint's people are moved twice: from where they
stand, and from where the others would have brought them on average; the mean of both gains is its part, so that the
parts of two touchpoints add up to their gain in either order (Shapley 1953).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.returns.crowd import Crowd, ValueFunction
from analytics.numerics.returns.groups import Group


def gain_together(groups: Sequence[Group], uplifts: Mapping[int, float]) -> dict[int, Floats]:
    """Return each touchpoint's part (R,) of the money that all uplifts bring together; the parts add up to the whole.

    `uplifts` are points of 0-10 by place of the touchpoint. One touchpoint alone brings what `Group.gain` says.
    """
    replicates = len(groups[0].rows)
    parts = {place: np.zeros(replicates) for place in uplifts}
    for group in groups:
        shifts = {place: mean_shift(group, place, uplift) for place, uplift in uplifts.items()}
        together = as_floats(sum(shifts.values()))
        for place, uplift in uplifts.items():
            crowd = group.crowds[place]
            if crowd is not None:
                first = crowd_gain(crowd, group.slopes[:, place], uplift, group.value, np.zeros(replicates))
                last = crowd_gain(crowd, group.slopes[:, place], uplift, group.value, together - shifts[place])
                parts[place] += divide(group.customers, group.rows) * (first + last) / 2
    return parts


def mean_shift(group: Group, place: int, uplift: float) -> Floats:
    """Return the loyalty (R,) that an uplift adds on average to all of a group, those who do not meet it included."""
    crowd = group.crowds[place]
    if crowd is None:
        return np.zeros(len(group.rows))
    moved = sum(((crowd.people * share) @ distance for share, distance in crowd.moves(uplift)), np.zeros(1))
    return divide(group.slopes[:, place] * moved, group.rows)


def crowd_gain(crowd: Crowd, beneath: Floats, uplift: float, value_fn: ValueFunction, before: Floats) -> Floats:
    """Return the money (R,) of an uplift for people whose loyalty was lifted by `before` (R,) already."""
    steps = np.diff(value_fn(crowd.levels[None, :]), axis=1)
    start = before[:, None]
    gain = np.zeros(len(crowd.people))
    for share, distance in crowd.moves(uplift):
        there = crowd.thresholds.crossed(start + beneath[:, None] * distance)
        here = crowd.thresholds.crossed(np.broadcast_to(start, (len(before), len(distance))))
        gain += (((there - here) * share[:, :, None]).sum(axis=1) * steps).sum(axis=1)
    return gain
