"""How often a company is willing to be alarmed for nothing, and what that means for each of its charts."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Bools, as_floats
from analytics.numerics.monitoring.arl import LEAST_ARL, MOST_ARL

DAYS_PER_MONTH = 365.25 / 12


def run_length_for(charts: int, *, per_month: float) -> float:
    """Return the average run length in days that so many daily charts need to give `per_month` false alarms together.

    The run length is kept between 5 and 1e7 days, where limits can be calculated.

    >>> round(run_length_for(300, per_month=1.0))
    9131
    >>> round(run_length_for(40, per_month=365.25 / 7 / 12))  # one a week: 7 days a chart
    280
    """
    if charts < 1 or not per_month > 0:
        raise ValueError("at least one chart and a positive number of alarms are needed")
    return float(np.clip(charts * DAYS_PER_MONTH / per_month, LEAST_ARL, MOST_ARL))


def discoveries(p_values: ArrayLike, *, share: float = 0.1) -> Bools:
    """Return which of many tests made on one day stand when at most a `share` of those that do may be false.

    The option instead of a budget, for a company that looks at all its charts together once a day (Benjamini and
    Hochberg 1995). A chart without answers has p = NaN and does not stand.

    >>> discoveries([0.001, 0.2, 0.06, 0.9, float("nan")]).tolist()
    [True, False, False, False, False]
    """
    p = as_floats(p_values)
    known = np.sort(p[np.isfinite(p)])
    steps = share * np.arange(1, len(known) + 1) / max(len(known), 1)
    kept = np.flatnonzero(known <= steps)
    highest = known[kept[-1]] if len(kept) else -1.0
    return np.where(np.isfinite(p), p, np.inf) <= highest
