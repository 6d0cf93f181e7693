"""Logistic regression with a ridge: min -loglik + penalty / 2 * |slopes|^2, by Newton steps; the intercept is free.

With a penalty above zero the minimum is finite and unique, also when a column separates the outcome perfectly, when
columns repeat each other, and when there are more columns than events.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from analytics.numerics.arrays import Bools, Floats, as_floats

ROUNDS = 100
ROWS_AT_ONCE = 16_384
TOLERANCE = 1e-8
ROUNDING = 1e-5
LEAST_PENALTY = 1e-6
FREE_PENALTY = 1.0
STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
class Logit:
    """A fitted model: log-odds = terms[0] + design @ terms[1:]; `covariance` (1 + k, 1 + k) is the inverse Hessian."""

    terms: Floats
    covariance: Floats
    penalty: float

    def predictor(self, design: Floats) -> Floats:
        """Return the log-odds of each row."""
        return as_floats(np.clip(self.terms[0] + design @ self.terms[1:], -STEEPEST, STEEPEST))

    def deviation(self, design: Floats) -> Floats:
        """Return the standard error of the log-odds of each row: what sampling leaves open about the terms."""
        rows = np.column_stack([np.ones(len(design)), design])
        return as_floats(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", rows, self.covariance, rows), 0.0)))


def fit_logit(
    design: Floats, outcome: Floats, *, penalty: float, free: Bools | None = None, start: Floats | None = None
) -> Logit:
    """Return the model of a 0/1 outcome (n,) on a design (n, k) of centred columns.

    `free` (k,) marks columns that are hardly held back: with a large penalty they alone are left. A penalty below 1e-6
    is raised to it, so that no input has an infinite solution.

    >>> found = fit_logit(np.array([[-1.0], [-1.0], [1.0], [1.0]]), np.array([0.0, 1.0, 1.0, 1.0]), penalty=1.0)
    >>> found.terms.round(3).tolist()
    [1.184, 0.583]
    """
    ridge = np.full(1 + design.shape[1], max(penalty, LEAST_PENALTY))
    if free is not None:
        ridge[1:][free] = min(max(penalty, LEAST_PENALTY), FREE_PENALTY)
    ridge[0] = 0.0
    terms = np.zeros_like(ridge) if start is None else start.copy()
    if start is None:
        terms[0] = scipy.special.logit(np.clip(outcome.mean(), 1e-6, 1 - 1e-6))
    loss, gradient, hessian = _parts(design, outcome, terms, ridge)
    for _ in range(ROUNDS):
        step = scipy.linalg.solve(hessian, gradient, assume_a="pos")
        if float(np.abs(step).max()) < TOLERANCE:
            break
        before = loss
        terms, loss, gradient, hessian = _downhill(design, outcome, ridge, terms, step, loss)
        if before - loss < TOLERANCE * ROUNDING * abs(loss):
            break
    return Logit(terms, as_floats(scipy.linalg.inv(hessian)), float(penalty))


def _downhill(
    design: Floats, outcome: Floats, ridge: Floats, terms: Floats, step: Floats, loss: float
) -> tuple[Floats, float, Floats, Floats]:
    """Return the terms after a step, halved until the loss does not rise, with the parts there."""
    size = 1.0
    while True:
        moved = terms - size * step
        found = _parts(design, outcome, moved, ridge)
        if found[0] <= loss + 1e-12 * abs(loss) or size < 1e-6:
            return moved, *found
        size /= 2


def _parts(design: Floats, outcome: Floats, terms: Floats, ridge: Floats) -> tuple[float, Floats, Floats]:
    """Return loss, gradient and Hessian, some rows at a time so that memory stays bounded."""
    loss = 0.5 * float(ridge @ terms**2)
    gradient = ridge * terms
    hessian = np.diag(ridge + 1e-9)
    for first in range(0, len(outcome), ROWS_AT_ONCE):
        rows, y = design[first : first + ROWS_AT_ONCE], outcome[first : first + ROWS_AT_ONCE]
        predictor = terms[0] + rows @ terms[1:]
        share = scipy.special.expit(predictor)
        loss += float(np.logaddexp(0.0, predictor).sum() - y @ predictor)
        wrong, weight = share - y, share * (1 - share)
        gradient += np.concatenate([[wrong.sum()], wrong @ rows])
        weighted = weight[:, None] * rows
        hessian[0, 0] += weight.sum()
        hessian[0, 1:] += weighted.sum(axis=0)
        hessian[1:, 1:] += rows.T @ weighted
    hessian[1:, 0] = hessian[0, 1:]
    return loss, gradient, hessian
