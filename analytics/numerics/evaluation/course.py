"""How both arms of a plan went, period by period: the picture beside the verdict, never the verdict itself."""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Bools, Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.quantiles import t_quantile

LEAST_UNITS = 2
METHOD = "mean of answers, by unit"


@dataclass(frozen=True, slots=True)
class Step:
    """One period: the mean of each arm's answers."""

    treated: Estimate
    control: Estimate


def course(n: Floats, total: Floats, treated: Bools, *, confidence: float = 0.90) -> list[Step]:
    """Return the means of both arms in each period, from sums (U, T) per unit and period; treated (U,).

    The interval follows the ratio of sums over units, linearised: units are the draw, not answers. With one unit in an
    arm there is no interval to give, and so no figure.

    >>> steps = course(np.array([[2, 2], [2, 0], [4, 4]]), np.array([[14, 16], [18, 0], [24, 28]]),
    ...                np.array([True, True, False]))
    >>> steps[0].treated.value, steps[0].control.status, steps[1].treated.reason
    (8.0, 'insufficient', 'units with answers: 1, at least 2 are needed')
    """
    size, summed = as_floats(n), as_floats(total)
    arms = [(size[side], summed[side]) for side in (treated, ~treated)]
    return [
        Step(*(_mean(count[:, period], amount[:, period], confidence) for count, amount in arms))
        for period in range(size.shape[1])
    ]


def _mean(n: Floats, total: Floats, confidence: float) -> Estimate:
    """Return the mean of the answers of units (U,), with units as clusters."""
    here = n > 0
    units, answers = int(here.sum()), float(n[here].sum())
    if units < LEAST_UNITS:
        reason = f"units with answers: {units}, at least {LEAST_UNITS} are needed"
        return insufficient(round(answers), reason, method=METHOD)
    mean = float(total[here].sum()) / answers
    errors = total[here] - mean * n[here]
    spread = np.sqrt(units / (units - 1) * float(errors @ errors)) / answers
    margin = t_quantile((1 + confidence) / 2, units - 1) * spread
    return estimate(mean, mean - margin, mean + margin, round(answers), method=METHOD)
