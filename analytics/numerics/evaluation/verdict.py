"""One rule for every design: when a plan is said to have worked, to have harmed, or that nobody can tell.

A verdict needs an effect beyond chance, a second and plainer comparison that agrees where the design has one, and no
such "effect" where nothing happened (a placebo date before the plan, or a difference between the arms before it).
"""

import math
from dataclasses import dataclass
from typing import Literal

from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.quantiles import t_quantile

type Verdict = Literal["worked", "no_evidence", "harmed", "cannot_tell"]

ALPHA = 0.05
POWER = 0.8
# The placebo date speaks against one plan in forty by chance alone, and the plain comparison has to agree: for the
# verdict to be reached in 80 % of plans, the main test has to be passed in somewhat more.
POWER_OF_THE_MAIN_TEST = 0.88


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a design found. `p_value` is None where no deal of chance could be told from an effect.

    `plain` is a second comparison without adjustment; None where the design needs none, as after a lottery.
    `placebo` is the same comparison where nothing happened; None where there is no room for one. Its p-value is the
    larger of both comparisons' where there are two, as a verdict needs both too.
    """

    effect: Estimate
    p_value: float | None
    plain: Estimate | None = None
    plain_p: float | None = None
    placebo: Estimate | None = None
    placebo_p: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation says, whatever its design.

    `smallest_detectable` is the gain, and `smallest_harm` the loss, that is found in 80 % of plans of this size. They
    differ where the plainer comparison leans to one side, as it does when the worst were treated.
    """

    effect: Estimate
    plain: Estimate
    p_value: float | None
    placebo: Estimate
    placebo_p: float | None
    pre_trend_p: float | None
    smallest_detectable: float | None
    smallest_harm: float | None
    verdict: Verdict
    reason: str


def judge(evidence: Evidence) -> tuple[Verdict, str]:
    """Return the verdict and the sentence that explains it.

    >>> sure = Estimate(0.5, 0.3, 0.7, 900)
    >>> judge(Evidence(sure, p_value=0.01))[0], judge(Evidence(sure, p_value=0.2))[0]
    ('worked', 'no_evidence')
    """
    effect, plain, p_value = evidence.effect, evidence.plain, evidence.p_value
    if effect.value is None or p_value is None:
        return "cannot_tell", effect.reason or "there are too few units for a test to speak"
    if plain is not None and (plain.value is None or evidence.plain_p is None):
        return "cannot_tell", plain.reason or "there are too few units for a test to speak"
    if p_value > ALPHA or not _agrees(effect, plain, evidence.plain_p):
        return "no_evidence", "the difference is no larger than differences are by chance"
    if _was_there_before(effect.value, evidence.placebo, evidence.placebo_p):
        return "cannot_tell", "the treated were already different in this way before the plan began"
    if effect.value > 0:
        return "worked", "the treated rose against those they are compared with, more than chance explains"
    return "harmed", "the treated fell against those they are compared with, more than chance explains"


def _agrees(effect: Estimate, plain: Estimate | None, plain_p: float | None) -> bool:
    if plain is None or plain.value is None or plain_p is None or effect.value is None:
        return plain is None
    return plain_p <= ALPHA and effect.value * plain.value > 0


def _was_there_before(effect: float, placebo: Estimate | None, placebo_p: float | None) -> bool:
    if placebo is None or placebo.value is None or placebo_p is None:
        return False
    return placebo_p <= ALPHA and placebo.value * effect > 0


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest gain and the smallest loss that end in a verdict in 80 % of plans; None without standard errors."""

    gain: float | None
    loss: float | None


def detectable(
    error: float, degrees: float, *, plain_error: float = 0.0, leaning: float = 0.0, hurdle: float = 0.0
) -> Detectable:
    """Return what a plan can show, from the standard errors of its comparisons.

    `leaning` is how far the plain comparison lies above the adjusted one: it helps gains to be seen and hides losses.
    `hurdle` is a size in standard errors that the effect has to exceed besides.

    >>> found = detectable(1.0, 1e6)
    >>> round(found.gain, 2), found.gain == found.loss
    (3.13, True)
    """
    if not all(map(math.isfinite, (error, plain_error, leaning))):
        return Detectable(None, None)
    freedom = max(degrees, 1.0)
    margin = t_quantile(POWER_OF_THE_MAIN_TEST, freedom)
    needed = (max(t_quantile(1 - ALPHA / 2, freedom), hurdle) + margin) * error
    if not plain_error:
        return Detectable(needed, needed)
    also = (t_quantile(1 - ALPHA / 2, freedom) + margin) * plain_error
    return Detectable(max(needed, also - leaning), max(needed, also + leaning))


def leaning_of(plain: Estimate, adjusted: Estimate) -> float:
    """Return how far a plain estimate lies above an adjusted one, NaN where one of them has no figure."""
    return math.nan if plain.value is None or adjusted.value is None else plain.value - adjusted.value


def concluded(
    evidence: Evidence, *, smallest: Detectable, pre_trend_p: float | None = None, shown: Estimate | None = None
) -> Evaluation:
    """Return the evaluation with its verdict. `shown` stands in for `plain` where the rule does not need it."""
    verdict, reason = judge(evidence)
    n = evidence.effect.n
    return Evaluation(
        effect=evidence.effect,
        plain=evidence.plain or shown or insufficient(n, "this design has no plainer comparison"),
        p_value=evidence.p_value,
        placebo=evidence.placebo or insufficient(n, "there is no room for a placebo before the plan"),
        placebo_p=evidence.placebo_p,
        pre_trend_p=pre_trend_p,
        smallest_detectable=smallest.gain,
        smallest_harm=smallest.loss,
        verdict=verdict,
        reason=reason,
    )


def cannot_tell(n: int, reason: str, *, method: str = "") -> Evaluation:
    """Return an evaluation without figures, and say why.

    >>> cannot_tell(0, "everybody was treated").verdict
    'cannot_tell'
    """
    nothing = insufficient(n, reason, method=method)
    return Evaluation(
        effect=nothing,
        plain=nothing,
        p_value=None,
        placebo=nothing,
        placebo_p=None,
        pre_trend_p=None,
        smallest_detectable=None,
        smallest_harm=None,
        verdict="cannot_tell",
        reason=reason,
    )


def both(one: float | None, other: float | None) -> float | None:
    """Return the larger of two p-values, None unless both are known.

    >>> both(0.01, 0.2), both(0.01, None)
    (0.2, None)
    """
    return None if one is None or other is None else max(one, other)
