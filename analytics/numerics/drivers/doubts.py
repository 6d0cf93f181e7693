"""What answers alone cannot settle about drivers and returns, said in words beside the figures."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import as_floats
from analytics.numerics.drivers.drivers import DriverFit

GO_TOGETHER = 0.15
MET_BY_ALL = 0.98


def doubts_of(fit: DriverFit, answered: ArrayLike, logged: Sequence[bool]) -> list[str]:
    """Return sentences about what could make the returns too low or too high.

    answered (J,) is the share who answered of those who met a touchpoint, logged (J,) whether a log of contacts tells.
    """
    shares = as_floats(answered)
    found = [
        f"{1 - share:.0%} of those who met {code} left the question out; they are taken to be like those who answered"
        for code, share in zip(fit.touchpoints, shares, strict=True)
        if share < 1
    ]
    unknown = [
        code
        for code, known, reach in zip(fit.touchpoints, logged, fit.reach[0], strict=True)
        if not known and 0 < reach < MET_BY_ALL
    ]
    if unknown:
        found.append(
            f"no log of contacts tells who met {', '.join(unknown)} without answering; if many did, their returns are"
            " too low and those of weak drivers too high"
        )
    together = common_correlation(fit)
    if together >= GO_TOGETHER:
        found.append(
            f"scores of different touchpoints go together (r = {together:.2f} on average): a way of answering makes the"
            " returns too low, a taste that nobody asked about too high; evaluated plans tell which"
        )
    return found


def common_correlation(fit: DriverFit) -> float:
    """Return the mean correlation between the scores of different touchpoints, 0 with fewer than two."""
    used = np.flatnonzero(fit.usable)
    pairs = fit.correlations[np.ix_(used, used)][np.triu_indices(len(used), 1)]
    return float(pairs.mean()) if len(pairs) else 0.0
