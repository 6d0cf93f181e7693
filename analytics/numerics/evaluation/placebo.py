"""Placebo tests: the same method where nothing happened. What it finds there is what it finds by itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import as_floats

LEAST_PLACEBOS = 19


def placebo_dates(first_post: int, periods: int, *, least_before: int) -> list[int]:
    """Return the periods at which a plan could have begun, and run as long, without touching the true one.

    `first_post` is the true first period of the plan, `periods` how many it is judged by; each placebo has at least
    `least_before` periods before it, and a span of at most a third of the baseline.

    >>> placebo_dates(12, 8, least_before=4)
    [4, 5, 6, 7, 8]
    """
    return list(range(least_before, first_post - placebo_length(first_post, periods) + 1))


def placebo_length(first_post: int, periods: int) -> int:
    """Return how many periods a placebo plan runs.

    >>> placebo_length(12, 8), placebo_length(60, 8)
    (4, 8)
    """
    return max(1, min(periods, first_post // 3))


def rank_p(found: float, placebos: ArrayLike) -> float | None:
    """Return how often a placebo is as large as what was found, itself counted; None with too few to reach 5 %.

    Sizes are compared without their sign; give effects divided by their standard errors where these differ.

    >>> rank_p(-4.0, range(19)), rank_p(40.0, range(19)), rank_p(40.0, range(18))
    (0.8, 0.05, None)
    """
    sizes = np.abs(as_floats(placebos))
    if len(sizes) < LEAST_PLACEBOS:
        return None
    return float((1 + np.count_nonzero(sizes >= abs(found) * (1 - 1e-12))) / (1 + len(sizes)))


def hurdle(placebos: ArrayLike, alpha: float) -> float:
    """Return the size that has to be exceeded for `rank_p` to be at most alpha.

    >>> hurdle(range(39), 0.05), hurdle(range(20), 0.05)
    (37.0, 19.0)
    """
    sizes = np.sort(np.abs(as_floats(placebos)))[::-1]
    return float(sizes[max(int(alpha * (len(sizes) + 1) * (1 + 1e-12)) - 1, 0)])


def too_few(placebos: Sequence[object], what: str) -> str:
    """Return why the placebos cannot speak.

    >>> too_few([1, 2], "dates before the plan")
    '2 dates before the plan to try the method on, at least 19 are needed'
    """
    return f"{len(placebos)} {what} to try the method on, at least {LEAST_PLACEBOS} are needed"
