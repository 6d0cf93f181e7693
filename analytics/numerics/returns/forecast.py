"""What an improvement of a touchpoint is worth (equation 9), mindful of the ceilings of the 0-10 scales.

An uplift of a score is cut off at 10, on a coarse scale it carries only some people to the next step (`moves`), and
loyalty at 10 cannot rise. The regression slope is an average over people at the ceiling and below it, so first it
becomes the slope beneath the answers: divided by how far the loyalty answers really follow, row by row of the joint
table of scores and loyalty. Then the shift moves people over the thresholds between loyalty levels, and each crossing
is worth the difference of the value of a customer between the two levels.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate
from analytics.numerics.returns.crowd import LEAST_FOLLOWING, LEAST_LEVELS, Crowd, ValueFunction, crowd_of
from analytics.numerics.returns.moves import effective_uplift


def forecast(
    joint: ArrayLike,
    v_values: ArrayLike,
    l_values: ArrayLike,
    slope: ArrayLike,
    uplift: float,
    n_rows: ArrayLike,
    customers: float,
    value_fn: ValueFunction,
) -> Floats:
    """Return the money gained over the horizon by moving a touchpoint's scores by `uplift` points, replicates (R,).

    joint (R, 11, 11) counts of rows by score bin and loyalty bin; v_values and l_values (11,) the bins' mean values on
    0-10; slope (R,) raw slope of equation (6); n_rows (R,) rows of the whole driver sample, also those that did not
    meet the touchpoint; customers N; value_fn maps loyalty (1, K) to money (R, K). Before the causal discount. Zero
    where nobody can move: ask `refusal` first whether the uplift can be forecast.
    """
    crowd = crowd_of(joint, v_values, l_values)
    if crowd is None:
        return np.zeros(len(as_floats(joint)))
    return divide(customers, n_rows) * crowd.gain(crowd.beneath(slope), uplift, value_fn)


def refusal(joint: ArrayLike, v_values: ArrayLike, uplift: float, l_values: ArrayLike | None = None) -> str:
    """Return why an uplift cannot be forecast from the full sample's joint table (11, 11), or an empty string.

    The mean score after the change must lie within the scores that were really given, and loyalty must have room. A
    change of up to one point counts only as far as the scale lets it: the return per point exists near the top as well.
    """
    counts, values = as_floats(joint), as_floats(v_values)
    if not np.isfinite(uplift):
        return "the uplift is not a number"
    if counts.sum() <= 0:
        return "nobody met this touchpoint"
    return _score_refusal(counts.sum(axis=1), values, uplift) or _loyalty_refusal(counts, values, l_values)


def _score_refusal(answers: Floats, values: Floats, uplift: float) -> str:
    seen = values[answers > 0]
    moves = effective_uplift(values, uplift)
    if uplift != 0 and float(answers @ np.abs(moves)) == 0:
        return "everybody is at the end of the scale already, so nothing can move"
    after = float(answers @ (values + (moves if abs(uplift) <= 1 else uplift)) / answers.sum())
    if not seen.min() - 1e-9 <= after <= seen.max() + 1e-9:
        return f"a mean score of {after:.1f} lies outside the observed range {seen.min():.1f} to {seen.max():.1f}"
    return ""


def _loyalty_refusal(counts: Floats, values: Floats, l_values: ArrayLike | None) -> str:
    levels = np.arange(counts.shape[1], dtype=np.float64) if l_values is None else as_floats(l_values)
    return _following_refusal(crowd_of(counts[None], values, levels))


def _following_refusal(crowd: Crowd | None) -> str:
    if crowd is None:
        return f"loyalty takes fewer than {LEAST_LEVELS} levels, so what it depends on cannot be seen"
    if float(crowd.follows[0]) < LEAST_FOLLOWING:
        return "nearly everybody's loyalty is at an end of its scale, so what it depends on cannot be seen"
    return ""


def crowd_refusal(crowd: Crowd | None, uplift: float) -> str:
    """Return why an uplift of a crowd's scores cannot be forecast, or an empty string; see `refusal`."""
    if crowd is None or not np.isfinite(uplift):
        return _following_refusal(crowd) or "the uplift is not a number"
    return _score_refusal(crowd.people[0], crowd.scores, uplift) or _following_refusal(crowd)


def forecast_estimate(
    joint: ArrayLike,
    v_values: ArrayLike,
    l_values: ArrayLike,
    slope: ArrayLike,
    uplift: float,
    n_rows: ArrayLike,
    customers: float,
    value_fn: ValueFunction,
    *,
    effective_groups: int | None = None,
) -> Estimate:
    """Return the forecast as an estimate with its jackknife interval, or why the uplift is refused."""
    table = as_floats(joint)
    n = round(float(table[0].sum()))
    reason = refusal(table[0], v_values, uplift, l_values)
    if reason:
        return insufficient(n, reason)
    money = forecast(table, v_values, l_values, slope, uplift, n_rows, customers, value_fn)
    return jackknife_estimate(money, n, effective_groups=effective_groups)
