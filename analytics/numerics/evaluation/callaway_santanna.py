"""Staggered roll-outs: effects by cohort and period against units that were never treated (Callaway, Sant'Anna 2021).

A cohort is the units that started in the same period. ATT(g, t) is the change of cohort g from the period before its
start to t, minus the same change of the never-treated; no unit that is already treated serves as a control, which is
what biases two-way fixed effects. From cell means alone; intervals leave out one group (a unit) at a time.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate, leave_one_out

METHOD = "Callaway-Sant'Anna, never-treated controls"
NEVER = -1


@dataclass(frozen=True, slots=True)
class Aggregated:
    """Averages of ATT(g, t), with a leading axis of replicates: all cells alike, by event time, by cohort."""

    simple: Floats  # (R,)
    dynamic: Floats  # (R, E): event times 0, 1, ...
    overall_dynamic: Floats  # (R,)
    cohorts: Floats  # (R, C)
    group: Floats  # (R,)


@dataclass(frozen=True, slots=True)
class Rollout:
    """Effects of a staggered roll-out as estimates."""

    simple: Estimate
    dynamic: tuple[Estimate, ...]
    overall_dynamic: Estimate
    cohorts: tuple[Estimate, ...]
    group: Estimate
    reason: str = ""


def group_time_effects(mean: ArrayLike, never: ArrayLike, starts: ArrayLike, *, whole_baseline: bool = False) -> Floats:
    """Return ATT(g, t) (R, C, T) from means of cohorts (R, C, T) and of the never-treated (R, T); NaN before the start.

    `starts` (C,) is each cohort's first treated period, at least 1. The base is the period before the start; with
    `whole_baseline` the mean of all periods before it, which says more where periods are noisy.
    """
    cohort, control = as_floats(mean), as_floats(never)
    effects = np.full(cohort.shape, np.nan)
    for place, start in enumerate(np.asarray(starts, dtype=int).tolist()):
        base = slice(0, start) if whole_baseline else slice(start - 1, start)
        before = cohort[:, place, base].mean(axis=1) - control[:, base].mean(axis=1)
        effects[:, place, start:] = cohort[:, place, start:] - control[:, start:] - before[:, None]
    return effects


def aggregate(effects: ArrayLike, starts: ArrayLike, size: ArrayLike) -> Aggregated:
    """Return the usual averages of ATT(g, t) (R, C, T), cohorts weighted by their size (R, C) or (C,)."""
    att = as_floats(effects)
    first = np.asarray(starts, dtype=int)
    weights = np.broadcast_to(as_floats(size), att.shape[:2])
    usable = np.isfinite(att)
    values = np.where(usable, att, 0.0)
    heavy = usable * weights[:, :, None]
    longest = att.shape[2] - int(first.min())
    dynamic = np.full((att.shape[0], longest), np.nan)
    for event in range(longest):
        seen = first + event < att.shape[2]
        at = (slice(None), np.flatnonzero(seen), first[seen] + event)
        dynamic[:, event] = divide((heavy[at] * values[at]).sum(axis=1), heavy[at].sum(axis=1), empty=np.nan)
    cohorts = divide(values.sum(axis=2), usable.sum(axis=2), empty=np.nan)
    alive = np.isfinite(cohorts) * weights
    return Aggregated(
        simple=divide((heavy * values).sum(axis=(1, 2)), heavy.sum(axis=(1, 2)), empty=np.nan),
        dynamic=dynamic,
        overall_dynamic=divide(np.nansum(dynamic, axis=1), np.isfinite(dynamic).sum(axis=1), empty=np.nan),
        cohorts=cohorts,
        group=divide((alive * np.nan_to_num(cohorts)).sum(axis=1), alive.sum(axis=1), empty=np.nan),
    )


def callaway_santanna(
    n: ArrayLike,
    total: ArrayLike,
    starts: ArrayLike,
    *,
    size: ArrayLike | None = None,
    whole_baseline: bool = False,
    confidence: float = 0.90,
) -> Rollout:
    """Return the effects of a roll-out from sums (B, C, T) over groups B, cohorts C and periods T.

    `starts` (C,) holds each cohort's first treated period and -1 for the never-treated, which must be one of the
    cohorts. `size` (B, C) weighs the cohorts, the mean of `n` over the periods where it is left out. Without any
    never-treated, without a period before a start, or with an empty cell, there are no figures but a reason.
    """
    counts, sums, first = as_floats(n), as_floats(total), np.asarray(starts, dtype=int)
    answers = round(float(counts.sum()))
    reason = _refusal(counts, sums, first)
    if reason:
        nothing = insufficient(answers, reason, method=METHOD)
        return Rollout(nothing, (), nothing, (), nothing, reason)
    means = divide(leave_one_out(sums), leave_one_out(counts), empty=np.nan)
    treated = first != NEVER
    heavy = leave_one_out(counts.mean(axis=2) if size is None else as_floats(size))[:, treated]
    never = means[:, ~treated].mean(axis=1)
    effects = group_time_effects(means[:, treated], never, first[treated], whole_baseline=whole_baseline)
    found = aggregate(effects, first[treated], heavy)

    def told(replicates: Floats) -> Estimate:
        return jackknife_estimate(replicates, answers, confidence=confidence, method=METHOD)

    return Rollout(
        simple=told(found.simple),
        dynamic=tuple(told(column) for column in found.dynamic.T),
        overall_dynamic=told(found.overall_dynamic),
        cohorts=tuple(told(column) for column in found.cohorts.T),
        group=told(found.group),
    )


def _refusal(counts: Floats, sums: Floats, first: Floats) -> str:
    if not (first == NEVER).any():
        return "every unit was treated at some time: nothing shows what would have happened anyway"
    if not (first != NEVER).any():
        return "no unit was treated"
    if (first == 0).any() or (first >= counts.shape[2]).any():
        return "a cohort has no period before its start, or none after it"
    if not np.isfinite(sums).all() or (counts.sum(axis=0) <= 0).any():
        return "a cohort has no answers in a period"
    return ""
