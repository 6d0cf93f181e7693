"""Did a plan work: difference-in-differences over units (stores), with guards against fooling ourselves.

Units that were chosen because they looked bad recover by themselves. So the change of each unit is compared with that
of control units *at the same level and trend before* (a regression of change on treatment, level and trend), beside the
plain difference. A verdict needs both to agree, a permutation test, and no such "effect" before the plan began.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.evaluation.permutation import permutation_p
from analytics.numerics.evaluation.verdict import (
    Evaluation,
    Evidence,
    both,
    cannot_tell,
    concluded,
    detectable,
    leaning_of,
)
from analytics.numerics.experience.weights import trim
from analytics.numerics.quantiles import t_quantile, welch_p_value

LEAST_UNITS = 2
UNITS_FOR_LEVEL = 8
UNITS_FOR_TREND = 12
METHOD = "difference-in-differences, units' jackknife"


@dataclass(frozen=True, slots=True)
class Panel:
    """Sums of a metric over units (U) and periods (T): answers n, their total, who is treated, first period after."""

    n: Floats
    total: Floats
    treated: Bools
    first_post: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Adjusted and plain difference of units' changes, with p-values where asked for, errors and degrees of freedom."""

    adjusted: Estimate
    plain: Estimate
    p_adjusted: float | None
    p_plain: float | None
    se: float
    se_plain: float
    degrees: int


def difference_in_differences(
    n: ArrayLike, total: ArrayLike, treated: ArrayLike, first_post: int, *, seed: int = 1, confidence: float = 0.90
) -> Evaluation:
    """Return the effect of a plan from sums (U, T) per unit and period; periods before `first_post` are the baseline.

    treated (U,) says which units had the plan. Units without answers on both sides are left out. With one treated or
    one control unit, or too few for any test to speak, the verdict is "cannot_tell". Equal seeds give equal answers.
    """
    panel = complete(Panel(as_floats(n), as_floats(total), np.asarray(treated, dtype=np.bool_), first_post))
    reason = too_few(panel)
    if reason:
        return cannot_tell(round(float(panel.n.sum())), reason, method=METHOD)
    main = compared(panel, seed=seed, confidence=confidence)
    placebo = _placebo(panel, seed=seed, confidence=confidence)
    placebo_p = both(placebo.p_adjusted, placebo.p_plain)
    evidence = Evidence(main.adjusted, main.p_adjusted, main.plain, main.p_plain, placebo.adjusted, placebo_p)
    leaning = leaning_of(main.plain, main.adjusted)
    smallest = detectable(main.se, main.degrees, plain_error=main.se_plain, leaning=leaning)
    return concluded(evidence, smallest=smallest, pre_trend_p=pre_trend_p(panel))


def pre_trend_p(panel: Panel) -> float | None:
    """Return the p-value of equal trends before the plan (Welch's t of units' slopes), None below three periods."""
    if panel.first_post < 3:
        return None
    slopes = _slopes(panel)
    arms = slopes[panel.treated], slopes[~panel.treated]
    if min(len(arm) for arm in arms) < LEAST_UNITS or np.ptp(slopes) == 0:
        return None
    p_value = welch_p_value(*arms)
    return p_value if np.isfinite(p_value) else None


def complete(panel: Panel) -> Panel:
    """Return the panel without units that have no answers before or none after."""
    before, after = panel.n[:, : panel.first_post].sum(axis=1), panel.n[:, panel.first_post :].sum(axis=1)
    kept = (before > 0) & (after > 0)
    return Panel(panel.n[kept], panel.total[kept], panel.treated[kept], panel.first_post)


def too_few(panel: Panel) -> str:
    """Return why units cannot be compared, or an empty string."""
    treated, control = int(panel.treated.sum()), int((~panel.treated).sum())
    if treated < LEAST_UNITS:
        return f"{treated} treated unit{'s' * (treated != 1)}: one unit's luck cannot be told from the plan"
    if control < LEAST_UNITS:
        return f"{control} control unit{'s' * (control != 1)}: nothing shows what would have happened anyway"
    return ""


def compared(panel: Panel, *, seed: int | None = None, confidence: float = 0.90) -> Comparison:
    """Return the comparison of units' changes; with a seed also its p-values, by dealing the units anew."""
    before_n, after_n = panel.n[:, : panel.first_post].sum(axis=1), panel.n[:, panel.first_post :].sum(axis=1)
    before = divide(panel.total[:, : panel.first_post].sum(axis=1), before_n)
    change = divide(panel.total[:, panel.first_post :].sum(axis=1), after_n) - before
    weights = trim(1.0 / (1.0 / before_n + 1.0 / after_n))
    answers = round(float(panel.n.sum()))
    nuisance, constant = _nuisance(panel, before), np.ones((len(change), 1))
    adjusted, se = _effect(change, panel.treated, nuisance, weights, answers, confidence)
    plain, se_plain = _effect(change, panel.treated, constant, weights, answers, confidence)
    p_values = [
        None if seed is None else permutation_p(change, panel.treated, columns, weights, seed=seed)
        for columns in (nuisance, constant)
    ]
    return Comparison(
        adjusted=adjusted,
        plain=plain,
        p_adjusted=p_values[0],
        p_plain=p_values[1],
        se=se,
        se_plain=se_plain,
        degrees=len(change) - nuisance.shape[1] - 1,
    )


def _nuisance(panel: Panel, before: Floats) -> Floats:
    """Return the columns that units are compared at: constant, level before, trend before, as far as units allow."""
    columns = [np.ones(len(before))]
    if len(before) >= UNITS_FOR_LEVEL and np.ptp(before) > 0:
        columns.append(before - before.mean())
    if len(before) >= UNITS_FOR_TREND and panel.first_post >= 3:
        slopes = _slopes(panel)
        if np.ptp(slopes) > 0:
            columns.append(slopes - slopes.mean())
    return np.column_stack(columns)


def _slopes(panel: Panel) -> Floats:
    """Return each unit's weighted least-squares slope over the periods before the plan, 0 where it has only one."""
    n, total = panel.n[:, : panel.first_post], panel.total[:, : panel.first_post]
    period = np.arange(panel.first_post, dtype=np.float64)
    size = n.sum(axis=1)
    centred = period - divide(n @ period, size)[:, None]
    return divide((centred * total).sum(axis=1), (n * centred**2).sum(axis=1))


def _effect(
    change: Floats, treated: Bools, nuisance: Floats, weights: Floats, answers: int, confidence: float
) -> tuple[Estimate, float]:
    """Return the treatment coefficient with the interval of deleting one unit at a time, and its standard error."""
    design = np.column_stack([treated.astype(np.float64), nuisance])
    units = len(change)
    kept = weights * (1 - np.vstack([np.zeros(units), np.eye(units)]))
    information = np.einsum("ru,ui,uj->rij", kept, design, design)
    if (np.linalg.cond(information) > 1e12).any():
        return insufficient(answers, "treated and control units have no level in common", method=METHOD), np.nan
    theta = np.linalg.solve(information, ((kept * change) @ design)[..., None])[:, 0, 0]
    se = float(np.sqrt((units - 1) / units * ((theta[1:] - theta[1:].mean()) ** 2).sum()))
    width = t_quantile((1 + confidence) / 2, max(units - design.shape[1], 1)) * se
    return estimate(float(theta[0]), theta[0] - width, theta[0] + width, answers, method=METHOD), se


def _placebo(panel: Panel, *, seed: int, confidence: float) -> Comparison:
    """Compare as if the plan had begun in the middle of the baseline; nothing should be found."""
    middle = panel.first_post // 2
    answers = round(float(panel.n[:, : panel.first_post].sum()))
    short = insufficient(answers, "one period before the plan is too short for a placebo date", method=METHOD)
    if middle < 1:
        return Comparison(short, short, None, None, np.nan, np.nan, 0)
    earlier = Panel(panel.n[:, : panel.first_post], panel.total[:, : panel.first_post], panel.treated, middle)
    seen = complete(earlier)
    if too_few(seen):
        return Comparison(short, short, None, None, np.nan, np.nan, 0)
    return compared(seen, seed=seed, confidence=confidence)
