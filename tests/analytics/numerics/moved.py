"""How far a lift takes the mean score, from the moves that people make."""

import numpy as np

from analytics.numerics.arrays import divide
from analytics.numerics.returns.moves import score_moves


def mean_move(people, scores, uplift):
    """Return how far the mean of people (V,) at scores (V,) moves."""
    counts = np.asarray(people, dtype=np.float64)
    moved = sum(float((counts * share[0]) @ step) for share, step in score_moves(counts[None], scores, uplift))
    return float(divide(moved, counts.sum()))
