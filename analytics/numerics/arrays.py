"""Names for the arrays that the model works on, and division that never yields NaN."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type Numbers = NDArray[Any]


def as_floats(values: ArrayLike) -> Floats:
    """Return the values as a float64 array."""
    return np.asarray(values, dtype=np.float64)


def divide(top: ArrayLike, bottom: ArrayLike, *, empty: float = 0.0) -> Floats:
    """Return top / bottom element by element, and `empty` wherever the bottom is zero or either side is not finite.

    >>> divide([1.0, 2.0], [4.0, 0.0], empty=-1.0).tolist()
    [0.25, -1.0]
    """
    upper, lower = np.broadcast_arrays(as_floats(top), as_floats(bottom))
    usable = np.isfinite(upper) & np.isfinite(lower) & (lower != 0)
    result = np.full(upper.shape, empty, dtype=np.float64)
    np.divide(upper, lower, out=result, where=usable)
    return result
