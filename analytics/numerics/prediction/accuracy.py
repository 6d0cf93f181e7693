"""How far forecasts are from what happened, and how many outcomes the first customers of a list hold."""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import Estimate, estimate, insufficient
from analytics.numerics.experience.scales import wilson
from analytics.numerics.quantiles import normal_quantile

DECILES = 10


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Mean losses of probabilities: squared (Brier), logarithmic, absolute; lower is better."""

    brier: Estimate
    log_loss: Estimate
    mae: Estimate


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers, the likeliest first: their outcomes, as a share and as a multiple of the average."""

    n: int
    share: Estimate
    lift: Estimate
    captured: float  # share of all outcomes that is found down to here


def accuracy_of(forecast: Floats, outcome: Floats) -> Accuracy:
    """Return the three mean losses with intervals.

    >>> found = accuracy_of(np.array([0.9, 0.2]), np.array([1.0, 0.0]))
    >>> round(found.brier.value, 3), round(found.log_loss.value, 3), round(found.mae.value, 3)
    (0.025, 0.164, 0.15)
    """
    sure = np.clip(forecast, 1e-12, 1 - 1e-12)
    losses = {
        "mean squared error": (forecast - outcome) ** 2,
        "mean log loss": -np.log(np.where(outcome > 0.5, sure, 1 - sure)),
        "mean absolute error": np.abs(forecast - outcome),
    }
    return Accuracy(*(_mean(loss, name) for name, loss in losses.items()))


def deciles_of(forecast: Floats, outcome: Floats) -> tuple[Decile, ...]:
    """Return ten equal groups of customers, the likeliest first; none without an outcome to find.

    Equal forecasts keep their order, so a constant forecast has a lift of about 1 everywhere.
    """
    events, n = float(outcome.sum()), len(outcome)
    if events <= 0 or n < DECILES:
        return ()
    order = np.argsort(-forecast, kind="stable")
    base, found, seen = events / n, [], 0.0
    for part in np.array_split(order, DECILES):
        share = wilson(float(outcome[part].sum()), len(part))
        seen += float(outcome[part].sum())
        found.append(Decile(len(part), share, _scaled(share, base), seen / events))
    return tuple(found)


def _scaled(share: Estimate, base: float) -> Estimate:
    if share.value is None or share.low is None or share.high is None:
        return share
    return estimate(share.value / base, share.low / base, share.high / base, share.n, method="lift")


def _mean(loss: Floats, method: str) -> Estimate:
    if not len(loss):
        return insufficient(0, "no customers", method=method)
    value = float(loss.mean())
    error = float(loss.std(ddof=1)) / np.sqrt(len(loss)) if len(loss) > 1 else float("inf")
    width = normal_quantile(0.95) * error
    return estimate(value, max(value - width, 0.0), value + width, len(loss), method=method)
