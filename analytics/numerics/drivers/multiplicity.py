"""Many tests at once: with twenty touchpoints one looks significant by chance alone."""

from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import as_floats
from analytics.numerics.jackknife import jackknife_se


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return p-values adjusted so that the chance of even one false finding among all tests stays below the level.

    The smallest is multiplied by the number of tests, the next by one less, and none may fall below one before it.
    None (a figure that could not be tested) stays None and does not count.

    >>> holm([0.01, 0.04, None, 0.03])
    (0.03, 0.06, None, 0.06)

    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statistics 6, 65-70.
    """
    tested = [(p, index) for index, p in enumerate(p_values) if p is not None]
    if any(not 0.0 <= p <= 1.0 for p, _ in tested):
        raise ValueError("p-values lie between 0 and 1")
    adjusted: list[float | None] = [None] * len(p_values)
    reached = 0.0
    for position, (p, index) in enumerate(sorted(tested)):
        reached = min(1.0, max(reached, p * (len(tested) - position)))
        adjusted[index] = reached
    return tuple(adjusted)


def jackknife_p_value(
    replicates: ArrayLike, *, expected: float = 0.0, effective_groups: int | None = None
) -> float | None:
    """Return the two-sided p-value of a statistic with replicates (1 + B,) being `expected`, by t of B - 1 degrees.

    None with fewer than two groups, or where a replicate is not finite. Without any spread it is 1 or 0.

    >>> round(jackknife_p_value([2.0, 1.5, 2.0, 2.5]), 4)
    0.0742
    """
    theta = as_floats(replicates)
    groups = len(theta) - 1 if effective_groups is None else min(effective_groups, len(theta) - 1)
    if groups < 2 or not np.isfinite(theta).all():
        return None
    distance, error = abs(float(theta[0]) - expected), float(jackknife_se(theta, effective_groups=groups))
    if error == 0.0:
        return 1.0 if distance == 0.0 else 0.0
    return 2.0 * float(scipy.special.stdtr(groups - 1, -distance / error))
