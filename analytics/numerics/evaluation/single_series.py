"""A plan that treats one series: its own past and its controls say what was to be expected, placebo dates how surely.

One series has one fate. So the effect has to be beyond what the model calls chance, and beyond nearly everything that
the same model "finds" at dates before the plan, when nothing happened, and in units that never had it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.evaluation.local_level import LEAST, LEAST_PER_COEFFICIENT, METHOD, Impact, causal_impact
from analytics.numerics.evaluation.placebo import LEAST_PLACEBOS, hurdle, placebo_dates, placebo_length, rank_p, too_few
from analytics.numerics.evaluation.verdict import ALPHA, Evaluation, Evidence, cannot_tell, concluded, detectable

# One series tells its own standard error badly: an effect that is found in 80 % of plans needs a tenth more.
DOUBT_ABOUT_THE_ERROR = 1.12


def evaluate_series(
    y: ArrayLike,
    controls: ArrayLike | None,
    first_post: int,
    *,
    donors: ArrayLike | None = None,
    confidence: float = 0.90,
) -> Evaluation:
    """Return the verdict on a plan from a series (T,) and controls (T, k) that the plan does not touch; gaps are NaN.

    Without controls nothing tells the plan from whatever else happened. `donors` (T, U) are untreated units one by
    one: with 19 or more of them the effect must also be larger than nearly all that is "found" in them. The effect is
    a period's, on average.
    """
    series = np.array(as_floats(y))
    if controls is None or as_floats(controls).size == 0:
        reason = "there is one treated series and no control series, so the plan cannot be told from other events"
        return cannot_tell(int(np.isfinite(series).sum()), reason, method=METHOD)
    design = as_floats(controls).reshape(len(series), -1)
    found = causal_impact(series, first_post, design, confidence=confidence)
    if found.average.value is None:
        return cannot_tell(found.average.n, found.average.reason, method=METHOD)
    least = max(LEAST, LEAST_PER_COEFFICIENT * (design.shape[1] + 1), first_post // 3)
    dates = placebo_dates(first_post, len(series) - first_post, least_before=least)
    placebos = [_at(series, design, date, first_post, confidence) for date in dates]
    sizes = _sizes(placebos)
    size = _sizes([found])
    rank = rank_p(size[0], sizes) if size else None
    if rank is None or found.p_value is None:
        return _undecided(found, too_few(sizes, "dates before the plan"))
    others = _sizes(_placebo_units(donors, first_post, confidence))
    among_units = rank_p(size[0], others)
    p_value = max(rank, found.p_value, among_units if among_units is not None else 0.0)
    middle = placebos[len(placebos) // 2]
    evidence = Evidence(found.average, p_value, placebo=middle.average, placebo_p=middle.p_value)
    highest = max(hurdle(sizes, ALPHA), hurdle(others, ALPHA) if among_units is not None else 0.0)
    smallest = detectable(DOUBT_ABOUT_THE_ERROR * found.error, found.degrees, hurdle=highest)
    return concluded(evidence, smallest=smallest)


def _sizes(found: Sequence[Impact]) -> list[float]:
    """Return effects in standard errors."""
    return [one.average.value / one.error for one in found if one.average.value is not None and one.error > 0]


def _placebo_units(donors: ArrayLike | None, first_post: int, confidence: float) -> list[Impact]:
    """Treat each untreated unit in turn as if it had had the plan, the mean of the others as its control."""
    units = np.zeros((0, 0)) if donors is None else as_floats(donors)
    if units.ndim != 2 or units.shape[1] < LEAST_PLACEBOS:
        return []
    rest = [np.delete(units, unit, axis=1).mean(axis=1) for unit in range(units.shape[1])]
    return [
        causal_impact(units[:, unit], first_post, others, confidence=confidence) for unit, others in enumerate(rest)
    ]


def _at(series: Floats, design: Floats, date: int, first_post: int, confidence: float) -> Impact:
    end = date + placebo_length(first_post, len(series) - first_post)
    return causal_impact(series[:end], date, design[:end], confidence=confidence)


def _undecided(found: Impact, reason: str) -> Evaluation:
    """Return the effect as it was estimated, with the reason why nobody can tell what it means."""
    return replace(cannot_tell(found.average.n, reason, method=METHOD), effect=found.average)
