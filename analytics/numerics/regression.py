"""Small weighted regressions for a stack of replicates: logit, Poisson, least squares, isotonic."""

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

ROUNDS = 60
STEEPEST = 30.0
RIDGE = 1e-12


def grouped_logit(design: ArrayLike, n: ArrayLike, successes: ArrayLike) -> Floats:
    """Return coefficients (R, k) of logit p = design @ c from counts (R, rows), by Newton steps.

    Perfect separation has no finite optimum; the linear predictor is then stopped at +-30, so results stay finite.
    """
    return _newton(as_floats(design), as_floats(n), as_floats(successes), logit=True)


def grouped_poisson(design: ArrayLike, n: ArrayLike, events: ArrayLike) -> Floats:
    """Return coefficients (R, k) of log(events / n) = design @ c from counts (R, rows), by Newton steps."""
    return _newton(as_floats(design), as_floats(n), as_floats(events), logit=False)


def weighted_least_squares(design: ArrayLike, weights: ArrayLike, values: ArrayLike) -> Floats:
    """Return coefficients (R, k) of values (R, rows) on design (rows, k)."""
    x, w = as_floats(design), as_floats(weights)
    information = np.einsum("ri,ij,ik->rjk", w, x, x)
    return _step(information, (w * as_floats(values)) @ x)


def isotonic(weights: ArrayLike, values: ArrayLike) -> Floats:
    """Return the non-decreasing sequence nearest to the values in weighted squares (pool adjacent violators).

    >>> isotonic([1, 1, 2], [1.0, 3.0, 2.0]).round(4).tolist()
    [1.0, 2.3333, 2.3333]
    """
    heavy = as_floats(weights)
    fitted = np.array(as_floats(values))
    filled = heavy > 0
    if filled.any():
        fitted[filled] = scipy.optimize.isotonic_regression(fitted[filled], weights=heavy[filled]).x
    return fitted


def _newton(x: Floats, n: Floats, events: Floats, *, logit: bool) -> Floats:
    coefficients = np.zeros((n.shape[0], x.shape[1]))
    rate = divide(events.sum(axis=1), n.sum(axis=1))
    start = scipy.special.logit(np.clip(rate, 1e-6, 1 - 1e-6)) if logit else np.log(np.maximum(rate, 1e-9))
    if np.allclose(x[:, 0], 1.0):
        coefficients[:, 0] = start
    for _ in range(ROUNDS):
        predictor = np.clip(coefficients @ x.T, -STEEPEST, STEEPEST)
        mean = n * (scipy.special.expit(predictor) if logit else np.exp(predictor))
        variance = mean * (1 - divide(mean, n)) if logit else mean
        change = _step(np.einsum("ri,ij,ik->rjk", variance, x, x), (events - mean) @ x)
        change /= np.maximum(1.0, np.abs(change).max(axis=1, keepdims=True) / 4.0)
        updated = coefficients + change
        if logit or not (np.abs(updated @ x.T) > STEEPEST).any():
            coefficients = updated
        if np.abs(change).max() < 1e-12 or (np.abs(coefficients @ x.T) > STEEPEST).any():
            break
    return coefficients


def _step(information: Floats, gradient: Floats) -> Floats:
    """Solve a stack of small normal equations with a ridge far below rounding, so empty replicates give zeros."""
    size = np.einsum("rjj->r", information)
    ridge = np.where(size > 0, RIDGE * size, 1.0)
    shifted = information + ridge[:, None, None] * np.eye(information.shape[1])
    return as_floats(np.linalg.solve(shifted, gradient[..., None])[..., 0])
