"""What customers without contracts will do and are worth: each of them, and all together.

Intervals are those of the expectation, given the uncertain parameters. What one customer really does varies far more:
somebody of whom 1.2 purchases are expected may come back five times or never.
"""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.customers.bgnbd import PurchaseFit
from analytics.numerics.customers.gamma_gamma import SpendFit, expected_spend
from analytics.numerics.customers.likelihood import intervals
from analytics.numerics.customers.purchases import Cells, alive, discounted_purchases, expected_purchases
from analytics.numerics.estimate import Estimate, Status, estimate, insufficient

METHOD = "BG/NBD"
MONEY_METHOD = "BG/NBD x gamma-gamma"
NO_MEAN = "spending varies so much between customers that the mean of a new one does not exist"

type Interval = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Terms:
    """How lifetime value is counted: margin per unit of spend, periods ahead, length of one, discount per period."""

    margin_rate: float
    periods: int
    length: float
    discount: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What the customers of each cell spent: purchases with known money and the mean of these."""

    purchases: Floats
    mean: Floats


def alive_intervals(fit: PurchaseFit, cells: Cells) -> Interval:
    """Return P(alive) of each cell with its ends."""
    return intervals(lambda t: alive(fit.rates(t), cells), fit.maximum, share=True)


def purchase_intervals(fit: PurchaseFit, cells: Cells, ahead: float) -> Interval:
    """Return the purchases expected of a customer of each cell in the time ahead, with their ends."""
    return intervals(lambda t: expected_purchases(fit.rates(t), cells, ahead), fit.maximum)


def value_intervals(fit: PurchaseFit, spend: SpendFit, cells: Cells, spent: Spent, terms: Terms) -> Interval:
    """Return the discounted margin expected of a customer of each cell over the horizon, with its ends.

    CLV = margin rate * E[M | x, z] * sum_h (E[Y(h)] - E[Y(h-1)]) / (1 + i)^h. The two models are fitted apart, so the
    variances of their logarithms add up.
    """
    often = intervals(lambda t: _times(fit, cells, terms, t), fit.maximum)
    much = intervals(lambda t: expected_spend(t, spend.unit, spent.purchases, spent.mean), spend.maximum)
    value = terms.margin_rate * often[0] * much[0]
    width = np.exp(np.hypot(_log_width(often), _log_width(much)))
    return value, value / width, value * width


def total_purchases(fit: PurchaseFit, cells: Cells, ahead: float) -> Estimate:
    """Return the purchases expected of all customers together in the time ahead."""
    if fit.reason:
        return insufficient(fit.customers, fit.reason, method=METHOD)
    found = intervals(lambda t: _sum(cells, expected_purchases(fit.rates(t), cells, ahead)), fit.maximum)
    return as_estimate(found, 0, fit.customers, note=fit.note, method=METHOD)


def active_customers(fit: PurchaseFit, cells: Cells) -> Estimate:
    """Return how many of all customers have not stopped."""
    if fit.reason:
        return insufficient(fit.customers, fit.reason, method=METHOD)
    found = intervals(lambda t: _sum(cells, alive(fit.rates(t), cells)), fit.maximum)
    return as_estimate(found, 0, fit.customers, note=fit.note, method=METHOD)


def total_value(fit: PurchaseFit, spend: SpendFit, cells: Cells, spent: Spent, terms: Terms) -> Estimate:
    """Return the customer equity: the discounted margin expected of all customers over the horizon."""
    if fit.reason or spend.reason:
        return insufficient(fit.customers, fit.reason or spend.reason, method=MONEY_METHOD)
    if terms.margin_rate <= 0:
        return insufficient(fit.customers, "orders leave no margin", method=MONEY_METHOD)
    much = expected_spend(spend.maximum.terms, spend.unit, spent.purchases, spent.mean)
    if not np.isfinite(much).all():
        return insufficient(fit.customers, NO_MEAN, method=MONEY_METHOD)
    best = _times(fit, cells, terms, fit.maximum.terms)
    often = intervals(lambda t: _sum(cells, _times(fit, cells, terms, t) * much), fit.maximum)
    spread = intervals(
        lambda t: _sum(cells, best * expected_spend(t, spend.unit, spent.purchases, spent.mean)), spend.maximum
    )
    value = terms.margin_rate * often[0]
    width = np.exp(np.hypot(_log_width(often), _log_width(spread)))
    return as_estimate((value, value / width, value * width), 0, fit.customers, note=fit.note, method=MONEY_METHOD)


def as_estimate(found: Interval, place: int, n: int, *, note: str = "", method: str = METHOD) -> Estimate:
    """Return one of many intervals as an estimate; provisional when the data leave a parameter open."""
    status: Status = "provisional" if note else "ok"
    value, low, high = (float(part[place]) for part in found)
    return estimate(value, low, high, n, method=method, status=status, reason=note)


def _times(fit: PurchaseFit, cells: Cells, terms: Terms, logs: Floats) -> Floats:
    return discounted_purchases(
        fit.rates(logs), cells, periods=terms.periods, length=terms.length, discount=terms.discount
    )


def _sum(cells: Cells, each: Floats) -> Floats:
    return as_floats(np.atleast_1d(cells.customers @ each))


def _log_width(found: Interval) -> Floats:
    value, _, high = found
    ratio = np.divide(high, value, out=np.ones_like(value), where=(value > 0) & np.isfinite(high))
    return as_floats(np.log(np.maximum(ratio, 1.0)))
