"""Design effects: by how much answers of the same people, and weights, widen what n answers would give.

Counters of days are not kept by groups of customers, so their intervals borrow the design effect of the months around
them: Var = deff s^2 / n. The replicates of the months are scaled to that width, which keeps what several figures have
in common.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.jackknife import jackknife_se

LARGEST = 10.0
PRIOR_ANSWERS = 10.0
"""Weight of the months' variance of answers, in answers: few answers that happen to agree do not make a day certain."""


def design_effect(replicates: ArrayLike, n: float, squares: float, *, groups: int) -> float:
    """Return by how much the variance of a mean exceeds s^2 / n, from 1 to 10; 1 where it cannot be told.

    `replicates` (R,) are the mean's, `squares` is the sum of squared distances of its n answers from it.

    >>> round(design_effect([5.0, 4.0, 6.0], n=40, squares=400.0, groups=2), 6)
    4.0
    """
    if n < 2 or squares <= 0:
        return 1.0
    error = float(jackknife_se(replicates, effective_groups=groups))
    effect = error**2 * n**2 / squares
    return float(np.clip(effect, 1.0, LARGEST)) if np.isfinite(effect) else 1.0


def lent_replicates(
    value: float, n: float, squares: float, lender: ArrayLike, lender_n: float, lender_squares: float, *, groups: int
) -> Floats:
    """Return replicates (R,) of a mean without groups of its own: those of a lender, moved and made wider.

    The standard error becomes that of n answers with the lender's design effect. NaN where the lender's replicates say
    nothing about it: its groups all agree while its answers do not.

    >>> found = lent_replicates(6.0, 10, 100.0, [5.0, 4.0, 6.0], 40, 400.0, groups=2)
    >>> found.round(3).tolist()
    [6.0, 3.948, 8.052]
    """
    theirs = as_floats(lender)
    spread = lender_squares / lender_n
    own = (squares + PRIOR_ANSWERS * spread) / (n - 1 + PRIOR_ANSWERS)
    error = float(jackknife_se(theirs, effective_groups=groups))
    if not np.isfinite(error) or spread <= 0:
        return as_floats(value + theirs - theirs[0])
    effect = design_effect(theirs, lender_n, lender_squares, groups=groups)
    factor = np.sqrt(effect * own / n) / error if error > 0 else np.nan
    return as_floats(value + factor * (theirs - theirs[0]))
