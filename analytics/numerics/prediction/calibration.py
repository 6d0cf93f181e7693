"""Do customers with a forecast of 30 % come back in 30 % of cases: slope, intercept, bins of equal size.

The slope is that of a logit of the outcome on the forecast's log-odds: 1 is right, below 1 the forecasts are too
extreme, above 1 too timid. The intercept is the log-odds by which forecasts are too low with the slope held at 1.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.experience.scales import wilson
from analytics.numerics.prediction.logistic import LEAST_PENALTY, fit_logit
from analytics.numerics.quantiles import normal_quantile

SLOPE = "logit of the outcome on the forecast's log-odds"
NARROWEST = 1e-6
BINS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether forecasts can be taken at their word; `bins` holds mean forecast and observed share of equal groups."""

    slope: Estimate
    intercept: Estimate
    bins: tuple[tuple[float, Estimate], ...]


def calibration_of(forecast: Floats, outcome: Floats, *, confidence: float = 0.90) -> Calibration:
    """Return slope and intercept with intervals and ten bins of equal size with Wilson intervals.

    Forecasts that are all the same have no slope; outcomes that are all the same have neither slope nor intercept.
    """
    bins = _bins(forecast, outcome)
    n, events = len(outcome), float(outcome.sum())
    if not 0 < events < n:
        nothing = insufficient(n, "all customers had the same outcome", method=SLOPE)
        return Calibration(nothing, nothing, bins)
    odds = log_odds(forecast)
    intercept = _intercept(odds, outcome, confidence)
    if float(odds.std()) < 1e-9:
        flat = insufficient(n, "the forecast is the same for everybody", method=SLOPE)
        return Calibration(flat, intercept, bins)
    spread = float(odds.std())
    found = fit_logit(((odds - odds.mean()) / spread)[:, None], outcome, penalty=LEAST_PENALTY)
    value, error = found.terms[1] / spread, np.sqrt(found.covariance[1, 1]) / spread
    width = normal_quantile((1 + confidence) / 2) * error
    slope = estimate(float(value), float(value - width), float(value + width), n, method=SLOPE)
    return Calibration(slope, intercept, bins)


def log_odds(forecast: Floats) -> Floats:
    """Return the log-odds of probabilities, finite for 0 and 1 too."""
    return as_floats(scipy.special.logit(np.clip(forecast, NARROWEST, 1 - NARROWEST)))


def _intercept(odds: Floats, outcome: Floats, confidence: float) -> Estimate:
    """Return the shift that makes the mean forecast equal the observed share, with the slope held at 1."""
    shift = 0.0
    for _ in range(60):
        share = scipy.special.expit(odds + shift)
        weight = max(float((share * (1 - share)).sum()), 1e-9)
        step = float((outcome - share).sum()) / weight
        shift += float(np.clip(step, -2.0, 2.0))
        if abs(step) < 1e-10:
            break
    width = normal_quantile((1 + confidence) / 2) / np.sqrt(weight)
    method = "shift of the forecast's log-odds"
    return estimate(shift, float(shift - width), float(shift + width), len(outcome), method=method)


def _bins(forecast: Floats, outcome: Floats) -> tuple[tuple[float, Estimate], ...]:
    order = np.argsort(forecast, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return tuple((float(forecast[part].mean()), wilson(float(outcome[part].sum()), len(part))) for part in parts)
