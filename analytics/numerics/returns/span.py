"""How far a touchpoint's scores can be moved before the model refuses to say what it would bring."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import as_floats

FINEST = 0.1
MOST = 10.0


def observed_span(joint: ArrayLike, v_values: ArrayLike) -> tuple[float, float]:
    """Return the least and the most uplift, in tenths of a point of 0-10, that `refusal` lets through.

    joint (11, 11) counts people by score and loyalty; the mean score after the change must lie within the scores that
    were given. A change of up to a point counts only as far as the scale lets it, so it always may be asked.

    >>> joint = np.zeros((11, 11))
    >>> joint[[4, 8], 5] = 1
    >>> observed_span(joint, np.arange(11.0))
    (-2.0, 2.0)
    """
    answers, values = as_floats(joint).sum(axis=1), as_floats(v_values)
    if answers.sum() <= 0:
        return 0.0, 0.0
    seen = values[answers > 0]
    mean = float(answers @ values / answers.sum())
    down = np.floor(round((mean - float(seen.min())) / FINEST, 6)) * FINEST
    up = np.floor(round((float(seen.max()) - mean) / FINEST, 6)) * FINEST
    return -round(min(max(float(down), 1.0), MOST), 1), round(min(max(float(up), 1.0), MOST), 1)
