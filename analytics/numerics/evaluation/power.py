"""What a plan can show at all, told before it begins: the effect it would find in 80 % of cases.

Before the start only the baseline is there. It is cut in the middle, as if the plan had begun then, and the standard
error of that comparison is carried over to the spans that the plan will have.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import as_floats
from analytics.numerics.evaluation.did import Panel, compared, complete, too_few
from analytics.numerics.evaluation.verdict import POWER, detectable


@dataclass(frozen=True, slots=True)
class Power:
    """The smallest effect that is found with the probability `power`; None with the reason where nobody can say."""

    smallest_detectable: float | None
    power: float = POWER
    reason: str = ""

    def as_json(self) -> dict[str, float | str | None]:
        """Return the printed form."""
        return {"smallest_detectable": self.smallest_detectable, "power": self.power, "reason": self.reason or None}


def power_of_units(n: ArrayLike, total: ArrayLike, treated: ArrayLike, *, before: float, after: float) -> Power:
    """Return what a comparison of units will find, from baseline sums (U, T) and the spans' lengths in one unit."""
    counts = as_floats(n)
    middle = counts.shape[1] // 2
    if middle < 1:
        return Power(None, reason="one period before the plan is too short to say what it can show")
    panel = complete(Panel(counts, as_floats(total), np.asarray(treated, dtype=np.bool_), middle))
    reason = too_few(panel)
    if reason:
        return Power(None, reason=reason)
    found = compared(panel)
    share = middle / counts.shape[1]
    ratio = math.sqrt((1 / before + 1 / after) / (1 / (before * share) + 1 / (before * (1 - share))))
    smallest = detectable(ratio * found.se, found.degrees, plain_error=ratio * found.se_plain).gain
    return Power(smallest, reason="" if smallest is not None else "units at the baseline say too little")


def power_of_people(control: tuple[float, float, float], treated_people: float) -> Power:
    """Return what a comparison of people will find, from n, sum and sum of squares of those in the control arm.

    What is known before of each person makes it find more than this.

    >>> round(power_of_people((1000.0, 500.0, 500.0), 1000.0).smallest_detectable, 3)
    0.07
    """
    n, total, squares = control
    if min(n, treated_people) < 2:
        return Power(None, reason="there are too few people in an arm to say what the plan can show")
    variance = max(squares / n - (total / n) ** 2, 0.0)
    if variance == 0:
        return Power(None, reason="everybody says the same, so chance has no measure")
    error = math.sqrt(variance * (1 / n + 1 / treated_people))
    return Power(detectable(error, n + treated_people - 2).gain)
