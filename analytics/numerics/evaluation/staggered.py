"""Did a plan work that began at different times in different units: each cohort against the never-treated.

Every cohort is compared with units that never had the plan, before and after its own start, at the same level
and trend before (stores that looked worst recover by themselves). The effect is the mean over cohorts, weighted by
their units. The test deals the starts anew among all units and compares t-values, because worst-looking stores leave
less to compare them with than stores dealt by lot. The plain comparison is that of Callaway and Sant'Anna.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, Floats, Numbers, as_floats, divide
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.evaluation.callaway_santanna import NEVER, Rollout, callaway_santanna
from analytics.numerics.evaluation.verdict import (
    ALPHA,
    Evaluation,
    Evidence,
    both,
    cannot_tell,
    concluded,
    detectable,
    leaning_of,
)
from analytics.numerics.quantiles import t_quantile

DRAWS = 999
LEAST_UNITS = 2
UNITS_FOR_LEVEL, UNITS_FOR_TREND = 8, 12
RIDGE = 1e-12
METHOD_ADJUSTED = "cohorts against the never-treated at the same level and trend before, units' jackknife"


@dataclass(frozen=True, slots=True)
class _Cohorts:
    """Units' means (U, T), who is in which cohort or never treated (U, C + 1, never last), each cohort's span."""

    means: Floats
    member: Bools
    spans: tuple[tuple[int, int], ...]


def evaluate_rollout(
    n: ArrayLike, total: ArrayLike, starts: ArrayLike, *, seed: int = 1, confidence: float = 0.90
) -> Evaluation:
    """Return the verdict from sums (U, T) per unit and period and each unit's first treated period, -1 for never.

    Units without answers in some period are left out, and periods at the end in which nobody answered yet. Equal seeds
    give equal answers.
    """
    counts, sums, first = as_floats(n), as_floats(total), np.asarray(starts, dtype=int)
    answers = round(float(counts.sum()))
    seen = int(np.flatnonzero(counts.sum(axis=0) > 0).max(initial=-1)) + 1  # what is yet to come has no answers
    counts, sums = counts[:, :seen], sums[:, :seen]
    kept = (counts > 0).all(axis=1) & np.isfinite(sums).all(axis=1)
    counts, means, first = counts[kept], divide(sums[kept], counts[kept]), first[kept]
    reason = refusal(first, means.shape[1] if kept.any() else 0)
    if reason:
        return cannot_tell(answers, reason, method=METHOD_ADJUSTED)
    cohorts = _cohorts(means, first)
    adjusted, error = _with_interval(cohorts, answers, confidence)
    rollout = unit_rollout(means, first, confidence=confidence)
    p_value, plain_p = _chance(cohorts, seed=seed)
    placebo, placebo_p = None, None
    if (first[first != NEVER] >= 2).all():
        earlier = _cohorts(means, first, placebo=True)
        placebo, placebo_p = _with_interval(earlier, answers, confidence)[0], both(*_chance(earlier, seed=seed))
    evidence = Evidence(adjusted, p_value, rollout.group, plain_p, placebo, placebo_p)
    leaning = leaning_of(rollout.group, adjusted)
    plain_error = _error(rollout.group, len(first) - 1, confidence)
    smallest = detectable(error, _degrees(cohorts), plain_error=plain_error, leaning=leaning)
    return concluded(evidence, smallest=smallest)


def unit_rollout(means: Floats, first: Numbers, *, confidence: float = 0.90) -> Rollout:
    """Return Callaway and Sant'Anna's effects from units' means (U, T), units counting alike."""
    cohorts = np.unique(first)
    member = (first[:, None] == cohorts)[:, :, None]
    ones = np.broadcast_to(member, (*member.shape[:2], means.shape[1])).astype(np.float64)
    return callaway_santanna(ones, ones * means[:, None], cohorts, whole_baseline=True, confidence=confidence)


def refusal(first: Numbers, periods: int) -> str:
    """Return why starts (U,) over so many periods cannot be compared, or an empty string."""
    treated, never = int((first != NEVER).sum()), int((first == NEVER).sum())
    if treated < LEAST_UNITS:
        return f"{treated} treated unit{'s' * (treated != 1)}: one unit's luck cannot be told from the plan"
    if never < LEAST_UNITS:
        return f"{never} units were never treated: nothing shows what would have happened anyway"
    if ((first == 0) | (first >= periods)).any():
        return "a unit has no period before its start, or none after it"
    return ""


def _cohorts(means: Floats, first: Numbers, *, placebo: bool = False) -> _Cohorts:
    """Return the cohorts; as placebo each begins in the middle of its own baseline and ends at its true start."""
    starts = np.unique(first[first != NEVER])
    member = first[:, None] == np.append(starts, NEVER)
    spans = [(start // 2, start) if placebo else (start, means.shape[1]) for start in starts.tolist()]
    return _Cohorts(means, member, tuple(spans))


def _overall(cohorts: _Cohorts, member: Bools, *, level: bool) -> tuple[Floats, Floats]:
    """Return the mean over cohorts of the change against the never-treated and its size in standard errors, both (R,).

    `member` (R, U, C + 1) deals the units; one in none of the groups is left out. With `level` units are compared at
    the same level and trend before. The standard error takes cohorts as independent, which serves to compare deals.
    """
    effects = np.zeros((len(member), len(cohorts.spans)))
    variances = np.zeros_like(effects)
    for place, (start, end) in enumerate(cohorts.spans):
        before = cohorts.means[:, :start]
        change = cohorts.means[:, start:end].mean(axis=1) - before.mean(axis=1)
        known = _known_before(before) if level else []
        nuisance = np.column_stack([np.ones(len(before)), *known])
        treated, never = member[..., place].astype(np.float64), member[..., -1].astype(np.float64)
        effects[:, place], variances[:, place] = _regress(change, treated, treated + never, nuisance)
    shares = divide(member[..., :-1].sum(axis=1), member[..., :-1].sum(axis=(1, 2))[:, None], empty=np.nan)
    overall = (effects * shares).sum(axis=1)
    return overall, divide(overall, np.sqrt((variances * shares**2).sum(axis=1)))


def _regress(change: Floats, treated: Floats, kept: Floats, nuisance: Floats) -> tuple[Floats, Floats]:
    """Return the coefficient of treatment (R,) and its variance, for stacks of treated and kept units (R, U)."""
    design = np.concatenate([treated[..., None], kept[..., None] * nuisance], axis=-1)
    information = np.einsum("rui,ruj->rij", design, design)
    information += RIDGE * (1.0 + np.einsum("rii->r", information))[:, None, None] * np.eye(design.shape[2])
    inverse = np.linalg.inv(information)
    theta = np.einsum("rij,ruj,u->ri", inverse, design, change)
    residual = kept * change - np.einsum("rui,ri->ru", design, theta)
    freedom = np.maximum(kept.sum(axis=1) - design.shape[2], 1.0)
    return theta[:, 0], inverse[:, 0, 0] * (residual**2).sum(axis=1) / freedom


def _known_before(means: Floats) -> list[Floats]:
    """Return the units' levels and trends before a start, centred, as far as the units allow."""
    level = means.mean(axis=1)
    period = np.arange(means.shape[1]) - (means.shape[1] - 1) / 2
    found = [level] if len(level) >= UNITS_FOR_LEVEL else []
    if len(level) >= UNITS_FOR_TREND and means.shape[1] >= 3:
        found.append(means @ period / (period @ period))
    return [column - column.mean() for column in found if np.ptp(column) > 0]


def _with_interval(cohorts: _Cohorts, answers: int, confidence: float) -> tuple[Estimate, float]:
    """Return the adjusted effect with the interval of leaving out one unit at a time, and its standard error."""
    units = len(cohorts.member)
    kept = np.vstack([np.ones(units), 1 - np.eye(units)]).astype(np.bool_)
    theta = _overall(cohorts, cohorts.member[None] & kept[:, :, None], level=True)[0]
    if not np.isfinite(theta).all():
        return insufficient(answers, "without one unit nothing is left to compare", method=METHOD_ADJUSTED), np.nan
    error = float(np.sqrt((units - 1) / units * ((theta[1:] - theta[1:].mean()) ** 2).sum()))
    width = t_quantile((1 + confidence) / 2, _degrees(cohorts)) * error
    value = float(theta[0])
    return estimate(value, value - width, value + width, answers, method=METHOD_ADJUSTED), error


def _error(found: Estimate, degrees: int, confidence: float) -> float:
    """Return the standard error behind an interval, NaN where there is none."""
    if found.low is None or found.high is None:
        return np.nan
    return (found.high - found.low) / (2 * t_quantile((1 + confidence) / 2, degrees))


def _degrees(cohorts: _Cohorts) -> int:
    return int(max(len(cohorts.member) - cohorts.member.shape[1] - 2, 1))


def _chance(cohorts: _Cohorts, *, seed: int) -> tuple[float | None, float | None]:
    """Return the p-values, adjusted and plain, of dealing the starts anew among the units; None with too few deals."""
    if 2.0 / _deals(cohorts.member) > ALPHA or np.ptp(cohorts.means) == 0:
        return None, None
    units = len(cohorts.member)
    order = np.argsort(np.random.default_rng(seed).random((DRAWS, units)), axis=1)
    dealt = cohorts.member[np.vstack([np.arange(units), order])]
    sizes = np.abs(np.stack([_overall(cohorts, dealt, level=level)[1] for level in (True, False)]))
    adjusted, plain = (sizes >= sizes[:, :1] * (1 - 1e-12)).mean(axis=1).tolist()
    return adjusted, plain


def _deals(member: Bools) -> float:
    """Return in how many ways the starts can be dealt among the units, as far as it matters."""
    ways, left = 1.0, len(member)
    for size in member.sum(axis=0).tolist():
        for step in range(size):
            ways *= (left - step) / (step + 1)
        left -= size
    return min(ways, 1e12)
