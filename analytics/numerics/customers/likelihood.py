"""Maximum likelihood of a few positive parameters, with errors from the curvature at the maximum.

Parameters are logarithms, so they cannot become negative. A parameter that the data leave open wanders to the edge of
what is searched; it is then reported as open, and the errors of figures that depend on it stay finite.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy

from analytics.numerics.arrays import Bools, Floats, as_floats
from analytics.numerics.quantiles import normal_quantile

type Likelihood = Callable[[Floats], tuple[float, Floats]]
type Predictor = Callable[[Floats], Floats]

NO_MAXIMUM = "the fit did not converge"
_EDGE = 6.0
_STEP = 1e-4
_NEAR_EDGE = 0.05
_STEEP = 0.05
"""Fits whose log-likelihood would change by less when any parameter changes by a factor e are at their maximum."""
_FLAT = 1e-4
_NEWTON_STEPS = 20
_PRIOR_SD = 3.0
"""No logarithm is called less certain than this: a factor of 140 either way in a 90 % interval."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the likelihood is highest: log parameters, covariance of these, which lie at the edge of the search.

    `reason` is not empty when no maximum was found.
    """

    terms: Floats
    covariance: Floats
    log_likelihood: float
    at_edge: Bools
    reason: str = ""


def maximise(likelihood: Likelihood, start: Floats, *, weight: float) -> Maximum:
    """Return the maximum of a log-likelihood that comes with its gradient; `weight` is the number of customers."""
    bounds = [(-_EDGE, _EDGE)] * len(start)

    def cost(terms: Floats) -> tuple[float, Floats]:
        value, gradient = likelihood(terms)
        return -value / weight, -gradient / weight

    first = scipy.optimize.minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    terms = as_floats(first.x)
    for _ in range(_NEWTON_STEPS):
        terms, moved = _newton(cost, terms, flat=_FLAT / weight)
        if not moved:
            break
    value, slope = cost(terms)
    at_edge = np.abs(terms) > _EDGE - _NEAR_EDGE
    is_flat = bool(np.isfinite(value) and np.abs(slope[~at_edge]).sum() * weight < _STEEP)
    curvature = _hessian(cost, terms) * weight
    return Maximum(
        terms=terms,
        covariance=_covariance(curvature),
        log_likelihood=-float(value) * weight,
        at_edge=at_edge,
        reason="" if is_flat else NO_MAXIMUM,
    )


def intervals(
    predict: Predictor, maximum: Maximum, *, confidence: float = 0.90, share: bool = False
) -> tuple[Floats, Floats, Floats]:
    """Return figures at the maximum with lower and upper ends by the delta method.

    The figures are positive and the intervals are taken on their logarithms; with `share` they lie in 0..1 and the
    logits are taken.
    """
    value = predict(maximum.terms)
    scaled = _logit if share else _log
    centre = scaled(value)
    slopes = np.stack([_slope(lambda t: scaled(predict(t)), maximum.terms, i) for i in range(len(maximum.terms))])
    variance = np.einsum("i...,ij,j...->...", slopes, maximum.covariance, slopes)
    width = normal_quantile((1 + confidence) / 2) * np.sqrt(np.maximum(variance, 0.0))
    back = _expit if share else np.exp
    fixed = (value <= 0) | ((value >= 1) if share else False)
    return value, np.where(fixed, value, back(centre - width)), np.where(fixed, value, back(centre + width))


def _newton(cost: Likelihood, terms: Floats, *, flat: float) -> tuple[Floats, bool]:
    """Return the terms after one damped Newton step, no further than to the first edge, and whether it helped."""
    value, slope = cost(terms)
    free = np.abs(terms) < _EDGE - 1e-9
    if not free.any() or np.abs(slope[free]).max() < flat:
        return terms, False
    curvature = _hessian(cost, terms)[np.ix_(free, free)]
    roots, axes = np.linalg.eigh(curvature)
    step = np.zeros_like(terms)
    step[free] = -axes @ ((axes.T @ slope[free]) / np.maximum(np.abs(roots), 1e-9))
    moving = step != 0
    room = ((np.sign(step) * _EDGE - terms)[moving] / step[moving]).min(initial=1.0)
    for shrink in (1.0, 0.3, 0.1, 0.01):
        tried = np.clip(terms + shrink * room * step, -_EDGE, _EDGE)
        found, _ = cost(tried)
        if np.isfinite(found) and found < value + 1e-15:
            return tried, True
    return terms, False


def _hessian(cost: Likelihood, terms: Floats) -> Floats:
    rows = np.stack([_slope(lambda t: cost(t)[1], terms, i) for i in range(len(terms))])
    return as_floats((rows + rows.T) / 2)


def _slope(function: Predictor, terms: Floats, place: int) -> Floats:
    """Return the central difference of a function by one term."""
    step = np.zeros_like(terms)
    step[place] = _STEP
    return as_floats((function(terms + step) - function(terms - step)) / (2 * _STEP))


def _covariance(curvature: Floats) -> Floats:
    roots, axes = np.linalg.eigh(np.nan_to_num(curvature))
    return as_floats((axes / (np.maximum(roots, 0.0) + _PRIOR_SD**-2)) @ axes.T)


def _log(value: Floats) -> Floats:
    return as_floats(np.log(np.maximum(value, 1e-300)))


def _logit(value: Floats) -> Floats:
    inside = np.clip(value, 1e-12, 1 - 1e-12)
    return as_floats(np.log(inside / (1 - inside)))


def _expit(value: Floats) -> Floats:
    return as_floats(1 / (1 + np.exp(-value)))
