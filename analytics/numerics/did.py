"""Did a plan work: difference-in-differences over units (stores), with guards against fooling ourselves.

Units that were chosen because they looked bad recover by themselves. So the change of each unit is compared with that
of control units *at the same level and trend before* (a regression of change on treatment, level and trend), beside the
plain difference. A verdict needs both to agree, a permutation test, and no such "effect" before the plan began.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.permutation import permutation_p
from analytics.numerics.quantiles import normal_quantile, t_quantile, welch_p_value
from analytics.numerics.weights import trim

type Verdict = Literal["worked", "no_evidence", "harmed", "cannot_tell"]

LEAST_UNITS = 2
UNITS_FOR_LEVEL = 8
UNITS_FOR_TREND = 12
ALPHA = 0.05
ALPHA_PLAIN = 0.10
METHOD = "difference-in-differences, units' jackknife"


@dataclass(frozen=True, slots=True)
class Panel:
    """Sums of a metric over units (U) and periods (T): answers n, their total, who is treated, first period after."""

    n: Floats
    total: Floats
    treated: Bools
    first_post: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the comparison found. `effect` is adjusted for the level before, `plain` is not."""

    effect: Estimate
    plain: Estimate
    p_value: float | None
    placebo: Estimate
    placebo_p: float | None
    pre_trend_p: float | None
    smallest_detectable: float | None  # found in 80 % of plans of this size
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class _Comparison:
    adjusted: Estimate
    plain: Estimate
    p_adjusted: float | None
    p_plain: float | None
    se: float


def difference_in_differences(
    n: ArrayLike, total: ArrayLike, treated: ArrayLike, first_post: int, *, seed: int = 1, confidence: float = 0.90
) -> Evaluation:
    """Return the effect of a plan from sums (U, T) per unit and period; periods before `first_post` are the baseline.

    treated (U,) says which units had the plan. Units without answers on both sides are left out. With one treated or
    one control unit, or too few for any test to speak, the verdict is "cannot_tell". Equal seeds give equal answers.
    """
    panel = _complete(Panel(as_floats(n), as_floats(total), np.asarray(treated, dtype=np.bool_), first_post))
    reason = _too_few(panel)
    if reason:
        nothing = insufficient(round(float(panel.n.sum())), reason, method=METHOD)
        return Evaluation(nothing, nothing, None, nothing, None, None, None, "cannot_tell", reason)
    main = _compare(panel, seed=seed, confidence=confidence)
    placebo = _placebo(panel, seed=seed, confidence=confidence)
    verdict, why = judge(main.adjusted, main.plain, main.p_adjusted, main.p_plain, placebo.adjusted, placebo.p_adjusted)
    return Evaluation(
        effect=main.adjusted,
        plain=main.plain,
        p_value=main.p_adjusted,
        placebo=placebo.adjusted,
        placebo_p=placebo.p_adjusted,
        pre_trend_p=pre_trend_p(panel),
        smallest_detectable=float((normal_quantile(1 - ALPHA / 2) + normal_quantile(0.8)) * main.se),
        verdict=verdict,
        reason=why,
    )


def judge(
    effect: Estimate,
    plain: Estimate,
    p_value: float | None,
    p_plain: float | None,
    placebo: Estimate,
    placebo_p: float | None,
) -> tuple[Verdict, str]:
    """Return the verdict and the sentence that explains it."""
    if effect.value is None or plain.value is None or p_value is None or p_plain is None:
        return "cannot_tell", effect.reason or plain.reason or "too few units for a test to speak"
    if p_value > ALPHA or p_plain > ALPHA_PLAIN or effect.value * plain.value <= 0:
        return "no_evidence", "the units' changes differ no more than units' changes differ by chance"
    if placebo_p is not None and placebo_p <= ALPHA and placebo.value is not None and placebo.value * effect.value > 0:
        return "cannot_tell", "the treated units were already moving this way before the plan began"
    if effect.value > 0:
        return "worked", "treated units rose more than comparable units, more than chance explains"
    return "harmed", "treated units fell against comparable units, more than chance explains"


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


def _complete(panel: Panel) -> Panel:
    before, after = panel.n[:, : panel.first_post].sum(axis=1), panel.n[:, panel.first_post :].sum(axis=1)
    kept = (before > 0) & (after > 0)
    return Panel(panel.n[kept], panel.total[kept], panel.treated[kept], panel.first_post)


def _too_few(panel: Panel) -> str:
    treated, control = int(panel.treated.sum()), int((~panel.treated).sum())
    if treated < LEAST_UNITS:
        return f"{treated} treated unit{'s' * (treated != 1)}: one unit's luck cannot be told from the plan"
    if control < LEAST_UNITS:
        return f"{control} control unit{'s' * (control != 1)}: nothing shows what would have happened anyway"
    return ""


def _compare(panel: Panel, *, seed: int, confidence: float) -> _Comparison:
    before_n, after_n = panel.n[:, : panel.first_post].sum(axis=1), panel.n[:, panel.first_post :].sum(axis=1)
    before = divide(panel.total[:, : panel.first_post].sum(axis=1), before_n)
    after = divide(panel.total[:, panel.first_post :].sum(axis=1), after_n)
    weights = trim(1.0 / (1.0 / before_n + 1.0 / after_n))
    nuisance = _nuisance(panel, before)
    answers = round(float(panel.n.sum()))
    change = after - before
    plain = np.ones((len(change), 1))
    return _Comparison(
        adjusted=_effect(change, panel.treated, nuisance, weights, answers, confidence)[0],
        plain=_effect(change, panel.treated, plain, weights, answers, confidence)[0],
        p_adjusted=permutation_p(change, panel.treated, nuisance, weights, seed=seed),
        p_plain=permutation_p(change, panel.treated, plain, weights, seed=seed),
        se=_effect(change, panel.treated, nuisance, weights, answers, confidence)[1],
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


def _placebo(panel: Panel, *, seed: int, confidence: float) -> _Comparison:
    """Compare as if the plan had begun in the middle of the baseline; nothing should be found."""
    middle = panel.first_post // 2
    answers = round(float(panel.n[:, : panel.first_post].sum()))
    short = insufficient(answers, "one period before the plan is too short for a placebo date", method=METHOD)
    if middle < 1:
        return _Comparison(short, short, None, None, np.nan)
    earlier = Panel(panel.n[:, : panel.first_post], panel.total[:, : panel.first_post], panel.treated, middle)
    complete = _complete(earlier)
    if _too_few(complete):
        return _Comparison(short, short, None, None, np.nan)
    return _compare(complete, seed=seed, confidence=confidence)
