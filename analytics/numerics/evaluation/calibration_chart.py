"""Did our own forecasts come true: each forecast with its interval against what came, and what they say together.

A forecast is well calibrated when nine outcomes in ten fall into intervals of 90 %, and when outcomes grow one to one
with forecasts (slope 1). An outcome is itself only measured: it counts as inside when the difference to the forecast
is within what the doubts of both allow, with their widths added as squares.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.experience.scales import wilson
from analytics.numerics.quantiles import normal_quantile, t_quantile

LEAST_FOR_A_SLOPE = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """One forecast and its outcome, both with an interval of 90 %.

    Raises ValueError when one of them has no figure: such a plan says nothing about forecasts.
    """

    forecast: Estimate
    outcome: Estimate

    def __post_init__(self) -> None:
        for one in (self.forecast, self.outcome):
            if one.value is None or one.low is None or one.high is None:
                raise ValueError("a forecast and its outcome both need a figure with an interval")

    @property
    def miss(self) -> float:
        """Return outcome minus forecast."""
        return _value(self.outcome) - _value(self.forecast)

    @property
    def inside(self) -> bool:
        """Return whether the difference is within what the doubts of both allow.

        >>> forecast = Estimate(100.0, 60.0, 140.0, 500)
        >>> [Pair(forecast, Estimate(50.0, 50.0 - doubt, 50.0 + doubt, 90)).inside for doubt in (5.0, 40.0)]
        [False, True]
        """
        return abs(self.miss) <= math.hypot(_half(self.forecast, self.miss), _half(self.outcome, -self.miss))


@dataclass(frozen=True, slots=True)
class Summary:
    """How many outcomes fell inside, and how outcomes grow with forecasts."""

    inside: Estimate
    slope: Estimate


def summarise(pairs: Sequence[Pair]) -> Summary:
    """Return the share of outcomes inside and the slope of outcomes on forecasts, through the origin.

    The slope weighs plans by their doubts and widens its interval when plans differ more than these explain. Below
    three plans there is no slope.

    >>> def about(money: float) -> Estimate: return Estimate(money, 0.9 * money, 1.1 * money, 50)
    >>> found = summarise([Pair(about(money), about(money / 2)) for money in (90.0, 60.0, 75.0)])
    >>> round(found.slope.value, 2), found.inside.value
    (0.5, 0.0)
    """
    n = len(pairs)
    if n == 0:
        none = insufficient(0, "no plan with a forecast made before its start has been evaluated")
        return Summary(none, none)
    return Summary(wilson(sum(pair.inside for pair in pairs), n), _slope(pairs))


def _slope(pairs: Sequence[Pair]) -> Estimate:
    n = len(pairs)
    if n < LEAST_FOR_A_SLOPE:
        return insufficient(n, f"{n} evaluated plans, at least {LEAST_FOR_A_SLOPE} are needed for a slope")
    forecast = np.array([_value(pair.forecast) for pair in pairs])
    outcome = np.array([_value(pair.outcome) for pair in pairs])
    doubts = np.array([math.hypot(standard_error(pair.forecast), standard_error(pair.outcome)) for pair in pairs])
    if (doubts <= 0).any() or not (forecast**2).sum() > 0:
        return insufficient(n, "a plan has neither doubt nor money, so plans cannot be weighed")
    weights = doubts**-2.0
    known = float(weights @ forecast**2)
    slope = float(weights @ (forecast * outcome)) / known
    surplus = float(weights @ (outcome - slope * forecast) ** 2) / (n - 1)
    width = t_quantile(0.95, n - 1) * math.sqrt(max(surplus, 1.0) / known)
    return estimate(slope, slope - width, slope + width, n, method="weighted slope through the origin")


def standard_error(found: Estimate) -> float:
    """Return the standard error behind an interval of 90 %, 0 where there is none.

    >>> round(standard_error(Estimate(10.0, 10 - 1.644854, 10 + 1.644854, 50)), 6)
    1.0
    """
    if found.low is None or found.high is None:
        return 0.0
    return (found.high - found.low) / (2 * normal_quantile(0.95))


def _value(found: Estimate) -> float:
    return found.value if found.value is not None else math.nan


def _half(found: Estimate, towards: float) -> float:
    """Return the half of an interval that points upwards (towards >= 0) or downwards."""
    end = found.high if towards >= 0 else found.low
    return abs((end if end is not None else math.nan) - _value(found))
