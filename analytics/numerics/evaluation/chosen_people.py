"""Customers chosen by people, not by lot, and seen before and after the plan: two comparisons that must agree.

Difference-in-differences takes it that both arms would have changed alike; comparing people at the same level before
takes it that nothing else sets the arms apart. Whoever was chosen for doing badly recovers by himself, which deceives
the first; lasting differences deceive the second. A verdict needs both, and silence at an earlier date.
"""

from analytics.numerics.estimate import Estimate
from analytics.numerics.evaluation.cuped import LEAST, METHOD, Arm, cuped, refusal
from analytics.numerics.evaluation.verdict import (
    Evaluation,
    Evidence,
    both,
    cannot_tell,
    concluded,
    detectable,
    leaning_of,
)


def evaluate_chosen(
    control: Arm,
    treated: Arm,
    earlier: tuple[Arm, Arm] | None = None,
    *,
    comparable: bool = True,
    confidence: float = 0.90,
) -> Evaluation:
    """Return the verdict from the people's sums after (y) and before (x).

    `earlier` are such sums, (control, treated), of two spans that both lie before the plan. `comparable` is False where
    y and x are not on one scale, because the spans differ in length.

    >>> calm, better = Arm(50, 300.0, 2000.0, 290.0, 1880.0, 1920.0), Arm(50, 350.0, 2650.0, 290.0, 1880.0, 2210.0)
    >>> evaluate_chosen(calm, better).verdict
    'worked'
    """
    n = round(control.n + treated.n)
    reason = refusal(control, treated)
    if not reason and not comparable:
        reason = "the baseline is shorter than the evaluated span, so before and after cannot be compared"
    found = cuped(control, treated, confidence=confidence)
    plain = cuped(control.change, treated.change, confidence=confidence).adjusted
    if reason or found.adjusted.p_value is None or plain.p_value is None:
        return cannot_tell(n, reason or found.adjusted.effect.reason or plain.effect.reason, method=METHOD)
    placebo, placebo_p = _before(earlier, confidence)
    evidence = Evidence(found.adjusted.effect, found.adjusted.p_value, plain.effect, plain.p_value, placebo, placebo_p)
    leaning = leaning_of(plain.effect, found.adjusted.effect)
    smallest = detectable(found.adjusted.error, n - 3, plain_error=plain.error, leaning=leaning)
    return concluded(evidence, smallest=smallest)


def _before(earlier: tuple[Arm, Arm] | None, confidence: float) -> tuple[Estimate | None, float | None]:
    """Return what the same two comparisons find in spans before the plan."""
    if earlier is None or min(arm.n for arm in earlier) < LEAST:
        return None, None
    control, treated = earlier
    adjusted = cuped(control, treated, confidence=confidence).adjusted
    plain = cuped(control.change, treated.change, confidence=confidence).adjusted
    return adjusted.effect, both(adjusted.p_value, plain.p_value)
