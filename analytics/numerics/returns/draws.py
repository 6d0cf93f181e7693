"""What joint draws of money say: medians with 5 % and 95 % quantiles, and when a cost is earned back."""

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import Estimate, estimate

DRAWS = 1000
METHOD = "joint draws"
QUANTILES = (0.05, 0.5, 0.95)


def quantiles(values: Floats, n: int) -> Estimate:
    """Return the median of draws (D,) with its 5 % and 95 % quantiles.

    >>> found = quantiles(np.arange(101.0), 40)
    >>> found.value, found.low, found.high, found.n
    (50.0, 5.0, 95.0, 40)
    """
    low, middle, high = np.quantile(values, QUANTILES)
    return estimate(float(middle), float(low), float(high), n, method=METHOD)


def first_covered(earned: Floats, spent: Floats | float) -> Floats:
    """Return the first month, counted from 1, in which the gain so far covers the cost so far; infinity if none does.

    earned (D, H) are draws by month; spent is of the same shape, or one cost. A trillionth is left to rounding.

    >>> first_covered(np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]), 2.0).tolist()
    [2.0, inf]
    """
    covered = earned >= spent * (1 - 1e-12)
    return np.where(covered.any(axis=-1), covered.argmax(axis=-1) + 1.0, np.inf)


def payback(months: Floats, *, horizon: int, n: int) -> Estimate:
    """Return the median draw of the months until a cost is earned back, or that most draws do not earn it back.

    Quantiles are draws, not means of two, because infinity is one of the values.
    """
    ordered = np.sort(months)
    low, middle, high = (float(ordered[int(share * (len(ordered) - 1))]) for share in QUANTILES)
    reason = "" if np.isfinite(middle) else f"it is not earned back within {horizon} months"
    return estimate(middle, low, high, n, method=METHOD, reason=reason)
