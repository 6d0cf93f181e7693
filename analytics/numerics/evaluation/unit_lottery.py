"""Units that a lot assigned: after the plan, at the same level before; the test deals the units anew."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, as_floats, divide
from analytics.numerics.evaluation.cuped import METHOD, Arm, arm_of, cuped
from analytics.numerics.evaluation.did import Panel, too_few
from analytics.numerics.evaluation.permutation import permutation_p
from analytics.numerics.evaluation.verdict import Evaluation, Evidence, cannot_tell, concluded, detectable

LEAST_UNITS = 2
UNITS_FOR_LEVEL = 8


def evaluate_unit_lottery(
    n: ArrayLike, total: ArrayLike, treated: ArrayLike, first_post: int, *, seed: int = 1, confidence: float = 0.90
) -> Evaluation:
    """Return the verdict from sums (U, T) per unit and period, units counting alike. Equal seeds give equal answers.

    Units without answers after the start are left out, and the level before counts only where all units have one.
    """
    counts, sums, chosen = as_floats(n), as_floats(total), np.asarray(treated, dtype=np.bool_)
    kept = counts[:, first_post:].sum(axis=1) > 0
    counts, sums, chosen = counts[kept], sums[kept], chosen[kept]
    answers = round(float(counts.sum()))
    reason = too_few(Panel(counts, sums, chosen, first_post))
    if reason:
        return cannot_tell(answers, reason, method=METHOD)
    before, after = (
        divide(sums[:, part].sum(axis=1), counts[:, part].sum(axis=1))
        for part in (slice(0, first_post), slice(first_post, None))
    )
    known = len(after) >= UNITS_FOR_LEVEL and bool((counts[:, :first_post].sum(axis=1) > 0).all())
    found = cuped(*_arms(after, before if known else None, chosen), confidence=confidence, least=LEAST_UNITS)
    evidence = Evidence(
        found.adjusted.effect,
        _chance(after, chosen, before if known else None, seed),
        placebo=found.balance.effect if known else None,
        placebo_p=_chance(before, chosen, None, seed) if known else None,
    )
    smallest = detectable(found.adjusted.error, len(after) - 2 - known)
    return concluded(evidence, smallest=smallest, shown=found.plain.effect)


def _arms(y: Floats, x: Floats | None, treated: Bools) -> tuple[Arm, Arm]:
    control, chosen = (arm_of(y[arm], None if x is None else x[arm]) for arm in (~treated, treated))
    return control, chosen


def _chance(y: Floats, treated: Bools, x: Floats | None, seed: int) -> float | None:
    columns = [np.ones(len(y))] + ([x - x.mean()] if x is not None and np.ptp(x) > 0 else [])
    return permutation_p(y, treated, np.column_stack(columns), np.ones(len(y)), seed=seed)
