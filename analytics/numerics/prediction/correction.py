"""What is done to forecasts so that they can be taken at their word, learned from customers the model has not seen."""

from dataclasses import dataclass

import numpy as np
import scipy

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.regression import isotonic


@dataclass(frozen=True, slots=True)
class Correction:
    """What is done to log-odds so that they can be taken at their word: intercept + slope * log-odds (Platt)."""

    intercept: float = 0.0
    slope: float = 1.0

    def apply(self, predictor: Floats) -> Floats:
        """Return corrected log-odds."""
        return as_floats(self.intercept + self.slope * predictor)


def platt(predictor: Floats, outcome: Floats, *, penalty: float = 1.0) -> Correction:
    """Return the correction that makes log-odds agree with outcomes on customers that the model has not seen.

    A small penalty on the slope's distance from 1 keeps few events from turning the forecasts around.
    """
    terms = np.zeros(2)
    for _ in range(50):
        share = scipy.special.expit(terms[0] + (1 + terms[1]) * predictor)
        weight = np.maximum(share * (1 - share), 1e-9)
        rows = np.stack([np.ones_like(predictor), predictor])
        gradient = rows @ (share - outcome) + np.array([1e-6, penalty]) * terms
        hessian = (rows * weight) @ rows.T + np.diag([1e-6, penalty])
        step = np.linalg.solve(hessian, gradient)
        terms -= step / max(1.0, float(np.abs(step).max()) / 2)
        if float(np.abs(step).max()) < 1e-10:
            break
    return Correction(float(terms[0]), float(max(1 + terms[1], 0.05)))


def isotonic_correction(forecast: Floats, outcome: Floats, wanted: Floats) -> Floats:
    """Return `wanted` forecasts corrected by the non-decreasing step function that fits the outcomes best.

    For thousands of outcomes: with few of them the steps follow chance, and Platt's two numbers are better.

    >>> known = np.array([0.1, 0.2, 0.3, 0.4])
    >>> isotonic_correction(known, np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.25, 0.9])).tolist()
    [0.5, 1.0]
    """
    order = np.argsort(forecast, kind="stable")
    fitted = isotonic(np.ones(len(order)), outcome[order])
    return as_floats(np.interp(wanted, forecast[order], fitted))
