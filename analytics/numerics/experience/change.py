"""The change from one estimate to another when nothing but the two intervals is known.

Method of variance estimates recovery (MOVER): the distance of each value from the end of its own interval stands for
its spread on that side, and spreads add up in squares. Unequal, clipped and lopsided intervals keep their shape. Both
are taken as told by different customers: where the same ones answered both times, the change is surer than it says.
Source: Zou, G. Y. & Donner, A. (2008), Statistics in Medicine 27(10), 1693-1702.
"""

import math

from analytics.numerics.estimate import Estimate, estimate, insufficient

METHOD = "difference of two intervals (MOVER)"


def change_between(before: Estimate, after: Estimate) -> Estimate:
    """Return after minus before with its interval; n counts the answers of both.

    Insufficient, for the reason of the one that is, when either has no value; an end that either lacks is missing; what
    either may still move is provisional.

    >>> found = change_between(Estimate(60.0, 57.0, 63.0, 400), Estimate(66.0, 62.0, 70.0, 300))
    >>> found.value, found.low, found.high, found.n
    (6.0, 1.0, 11.0, 700)
    """
    n = before.n + after.n
    if before.value is None or after.value is None:
        lacking = after if after.value is None else before
        return insufficient(lacking.n, lacking.reason, method=METHOD)
    moved = after.value - before.value
    low = moved - _both(after.value, after.low, before.value, before.high)
    high = moved + _both(after.value, after.high, before.value, before.low)
    moving = next((one for one in (after, before) if one.status == "provisional"), None)
    if moving is None:
        return estimate(moved, low, high, n, method=METHOD)
    return estimate(moved, low, high, n, method=METHOD, status="provisional", reason=moving.reason)


def _both(one: float, end: float | None, other: float, other_end: float | None) -> float:
    """Return the spread of two values together from the ends of their intervals; infinite where an end is missing."""
    return math.inf if end is None or other_end is None else math.hypot(one - end, other - other_end)
