"""Treatment by lot: the difference of two arms, cleaned of what was known before (CUPED), from six sums an arm.

The covariate must be measured before the treatment. The slope is the one within the arms, so the effect equals that of
an analysis of covariance; its variance falls by the squared correlation of outcome and covariate.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.evaluation.verdict import Evaluation, Evidence, cannot_tell, concluded, detectable
from analytics.numerics.quantiles import t_quantile, t_tail

LEAST = 10
METHOD = "difference of arms, adjusted for the time before"
METHOD_PLAIN = "difference of arms"
NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class Arm:
    """Sums over the people of an arm: how many, outcome y, its square, covariate x, its square, and x times y."""

    n: float
    y: float
    yy: float
    x: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    @property
    def change(self) -> "Arm":
        """Return the arm with the change y - x as its outcome and nothing known before."""
        return Arm(self.n, self.y - self.x, self.yy - 2 * self.xy + self.xx)

    @property
    def within(self) -> tuple[float, float, float]:
        """Return the sums of squares of y and x and of products, around the arm's means."""
        spread = self.yy - self.y**2 / self.n, self.xx - self.x**2 / self.n, self.xy - self.x * self.y / self.n
        return max(spread[0], 0.0), max(spread[1], 0.0), spread[2]

    def residual_variance(self, slope: float) -> float:
        """Return the variance of y - slope x within the arm."""
        yy, xx, xy = self.within
        return max(yy - 2 * slope * xy + slope**2 * xx, 0.0) / (self.n - 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two arms, treated minus control, with its standard error and the p-value of no difference."""

    effect: Estimate
    error: float
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Cuped:
    """The adjusted and the plain difference, the slope used, the variance left by it, and the arms' balance before."""

    adjusted: Difference
    plain: Difference
    balance: Difference
    slope: float
    variance_ratio: float


def filled(known: ArrayLike, unknown: ArrayLike) -> tuple[Arm, Arm]:
    """Return the arms (control, treated) from six sums each, people without a covariate standing at the mean.

    `known` and `unknown` are (2, 6): n, y, yy, x, xx, xy; of the unknown only n, y and yy are used.
    """
    with_x, without = as_floats(known), as_floats(unknown)
    people = with_x[:, 0].sum()
    mean = with_x[:, 3].sum() / people if people else 0.0
    added = np.column_stack([without[:, :3], without[:, 0] * mean, without[:, 0] * mean**2, without[:, 1] * mean])
    control, treated = (with_x + added).tolist()
    return Arm(*control), Arm(*treated)


def cuped(control: Arm, treated: Arm, *, confidence: float = 0.90, least: int = LEAST) -> Cuped:
    """Return the effect of a treatment that was given by lot. Fewer than `least` people in an arm give no figure.

    >>> before, lifted = Arm(50, 300.0, 2000.0, 290.0, 1880.0, 1920.0), Arm(50, 340.0, 2510.0, 295.0, 1930.0, 2160.0)
    >>> found = cuped(before, lifted)
    >>> round(found.plain.effect.value, 2), round(found.adjusted.effect.value, 3), round(found.variance_ratio, 2)
    (0.8, 0.714, 0.28)
    """
    n = round(control.n + treated.n)
    reason = refusal(control, treated, least=least)
    if reason:
        nothing = Difference(insufficient(n, reason, method=METHOD), math.nan, None)
        return Cuped(nothing, nothing, nothing, 0.0, 1.0)
    yy, xx, xy = (sum(parts) for parts in zip(control.within, treated.within, strict=True))
    known = xx > NO_SPREAD * max(control.xx + treated.xx, 1.0)
    slope = xy / xx if known else 0.0
    return Cuped(
        adjusted=_difference(control, treated, slope, xx if known else math.inf, confidence),
        plain=_difference(control, treated, 0.0, math.inf, confidence),
        balance=_difference(_covariate(control), _covariate(treated), 0.0, math.inf, confidence),
        slope=slope,
        variance_ratio=1.0 - xy**2 / (xx * yy) if known and yy > 0 else 1.0,
    )


def evaluate_lottery(control: Arm, treated: Arm, *, confidence: float = 0.90) -> Evaluation:
    """Return the verdict on a treatment given by lot: the difference before it is the placebo."""
    found = cuped(control, treated, confidence=confidence)
    n = round(control.n + treated.n)
    if found.adjusted.p_value is None:
        return cannot_tell(n, found.adjusted.effect.reason, method=METHOD)
    known = found.balance.p_value is not None
    evidence = Evidence(
        found.adjusted.effect,
        found.adjusted.p_value,
        placebo=found.balance.effect if known else None,
        placebo_p=found.balance.p_value,
    )
    smallest = detectable(found.adjusted.error, n - 3)
    return concluded(evidence, smallest=smallest, shown=found.plain.effect)


def refusal(control: Arm, treated: Arm, *, least: int = LEAST) -> str:
    """Return why two arms cannot be compared, or an empty string."""
    if treated.n < least:
        return f"{treated.n:.0f} treated, at least {least} are needed: luck cannot be told from the plan"
    if control.n < least:
        return f"{control.n:.0f} untreated, at least {least} are needed: nothing shows what would have happened anyway"
    sums = np.array([getattr(arm, name) for arm in (control, treated) for name in ("n", "y", "yy", "x", "xx", "xy")])
    return "" if np.isfinite(sums).all() else "a sum over the answers is not a finite number"


def _covariate(arm: Arm) -> Arm:
    return Arm(arm.n, arm.x, arm.xx)


def _difference(control: Arm, treated: Arm, slope: float, spread: float, confidence: float) -> Difference:
    """Compare the means of y - slope x; `spread` is the covariate's sum of squares, for the doubt about the slope."""
    n = round(control.n + treated.n)
    apart = treated.x / treated.n - control.x / control.n
    effect = treated.y / treated.n - control.y / control.n - slope * apart
    variances = [arm.residual_variance(slope) / arm.n for arm in (control, treated)]
    degrees = n - (2 if math.isinf(spread) else 3)
    pooled = sum(arm.residual_variance(slope) * (arm.n - 1) for arm in (control, treated)) / max(degrees, 1)
    error = math.sqrt(sum(variances) + pooled * apart**2 / spread)
    if error == 0 or degrees < 1:
        return Difference(insufficient(n, "everybody says the same, so chance has no measure"), 0.0, None)
    width = t_quantile((1 + confidence) / 2, degrees) * error
    method = METHOD_PLAIN if math.isinf(spread) else METHOD
    found = estimate(effect, effect - width, effect + width, n, method=method)
    return Difference(found, error, 2 * t_tail(abs(effect) / error, degrees))


def arm_of(y: ArrayLike, x: ArrayLike | None = None) -> Arm:
    """Return the sums of one arm from its people's outcomes and, when known, covariates."""
    outcome: Floats = as_floats(y)
    before: Floats = np.zeros_like(outcome) if x is None else as_floats(x)
    pairs = ((outcome, None), (outcome, outcome), (before, None), (before, before), (before, outcome))
    sums = [float(one.sum() if other is None else one @ other) for one, other in pairs]
    return Arm(float(len(outcome)), *sums)
