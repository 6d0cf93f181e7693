"""CUSUM chart: adds up how far days lie beyond a slack, and so says whether a plan moved the level, and since when.

C+_t = max(0, C+_{t-1} + z_t - k) looks upwards (recovery), C-_t = max(0, C-_{t-1} - z_t - k) downwards (decline). A sum
above h is a signal; the day it last left zero says since when.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.numerics.arrays import Floats, as_floats

SLACK = 0.5


@dataclass(frozen=True, slots=True)
class Cusum:
    """Sums over T days (leading axes are other charts) in standard deviations of a day, and -1, 0 or 1 for a signal.

    `up_since` and `down_since` count the days since each sum was zero: the level has moved about so many days ago.
    """

    up: Floats
    down: Floats
    side: NDArray[np.int8]
    up_since: NDArray[np.int64]
    down_since: NDArray[np.int64]


def cusum(z: ArrayLike, *, height: float, slack: float = SLACK, fast_start: bool = False) -> Cusum:
    """Return the chart of standard scores (..., T); NaN is a day without answers, on which the sums stay.

    `slack` k is half the shift that should be found, `height` h comes from `analytics.numerics.monitoring.arl`.
    `fast_start` begins both sums at h / 2, for a level that may be wrong from the first day (Lucas and Crosier 1982).

    >>> chart = cusum([0.0, 2.0, 2.0, 2.0], height=4.0)
    >>> chart.up.tolist(), chart.side.tolist(), chart.up_since.tolist()
    ([0.0, 1.5, 3.0, 4.5], [0, 0, 0, 1], [0, 1, 2, 3])
    """
    if not (height > 0 and slack >= 0):
        raise ValueError("the height must be positive and the slack not negative")
    scores = as_floats(z)
    sums, since = np.zeros((2, *scores.shape)), np.zeros((2, *scores.shape), dtype=np.int64)
    state = np.full((2, *scores.shape[:-1]), height / 2 if fast_start else 0.0)
    age = np.zeros(state.shape, dtype=np.int64)
    for day in range(scores.shape[-1]):
        here = np.isfinite(scores[..., day])
        today = np.where(here, scores[..., day], 0.0)
        moved = np.maximum(0.0, state + np.stack([today, -today]) - slack)
        state = np.where(here, moved, state)
        age = np.where(state > 0, age + here, 0)
        sums[..., day], since[..., day] = state, age
    side = np.where(sums[0] > height, 1, 0) - np.where(sums[1] > height, 1, 0)
    return Cusum(sums[0], sums[1], side.astype(np.int8), since[0], since[1])
