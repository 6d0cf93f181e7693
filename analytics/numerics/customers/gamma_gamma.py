"""What a customer without a contract spends at a purchase (gamma-gamma): little evidence leans on everybody's.

A purchase of a customer varies by a gamma distribution around a mean of their own; the means vary by an inverse gamma.
The spend must not depend on how often somebody buys: `correlation` tells, and beyond .1 there is a warning [1]_.

.. [1] Fader, Hardie (2013). The gamma-gamma model of monetary value, brucehardie.com/notes/025.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.customers.likelihood import Maximum, maximise

MINIMUM_SPENDERS = 30
RELATED = 0.1


@dataclass(frozen=True, slots=True)
class Spenders:
    """Customers with like spending, counted: purchases that count (x), mean spend of these (z), customers."""

    purchases: Floats
    mean: Floats
    customers: Floats
    dropped: int  # customers without money left: zero, negative, or fully refunded


@dataclass(frozen=True, slots=True)
class SpendFit:
    """The fitted model; `reason` is not empty when there is none, `warning` when an assumption looks wrong.

    `maximum.terms` are the logarithms of p, q and v, the last in `unit`s of money.
    """

    maximum: Maximum
    unit: float
    customers: int
    dropped: int
    correlation: float | None
    reason: str = ""
    warning: str = ""

    @property
    def log_likelihood(self) -> float:
        """Return the log-likelihood in the caller's unit of money."""
        return self.maximum.log_likelihood

    @property
    def parameters(self) -> tuple[float, float, float]:
        """Return p, q and v, v in the caller's unit of money."""
        p, q, v = np.exp(self.maximum.terms)
        return float(p), float(q), float(v) * self.unit


def spenders_of(purchases: ArrayLike, mean: ArrayLike, customers: ArrayLike | None = None) -> Spenders:
    """Return those whose money can be modelled, and how many had to be dropped: mean spend of zero or less."""
    x, z = as_floats(purchases), as_floats(mean)
    counts = np.ones(len(x)) if customers is None else as_floats(customers)
    bought = x > 0
    usable = bought & np.isfinite(z) & (z > 0)
    dropped = int(counts[bought & ~usable].sum())
    return Spenders(x[usable], z[usable], counts[usable], dropped)


def fit_spend(people: Spenders, *, minimum: int = MINIMUM_SPENDERS) -> SpendFit:
    """Return the fit; too few spenders, the same spend everywhere, or no convergence give a `reason`."""
    count = float(people.customers.sum())
    related = _correlation(people)
    reason = _refusal(people, minimum)
    if reason:
        nothing = Maximum(np.zeros(3), np.zeros((3, 3)), 0.0, np.zeros(3, dtype=np.bool_), reason)
        return SpendFit(nothing, 1.0, int(count), people.dropped, related, reason)
    unit = float(people.customers @ people.mean) / count
    x, z, n = people.purchases, people.mean / unit, people.customers

    def likelihood(terms: Floats) -> tuple[float, Floats]:
        values, slopes = _likelihoods(terms, x, z)
        return float(values @ n), slopes @ n

    found = maximise(likelihood, np.log([6.0, 4.0, 1.0]), weight=count)
    shifted = found.log_likelihood - count * float(np.log(unit))
    moved = Maximum(found.terms, found.covariance, shifted, found.at_edge, found.reason)
    return SpendFit(moved, unit, int(count), people.dropped, related, found.reason, _warning(related))


def expected_spend(terms: Floats, unit: float, purchases: ArrayLike, mean: ArrayLike) -> Floats:
    """Return E[M | x, z] = p (v + x z) / (p x + q - 1): the spend expected of customers with x purchases of mean z.

    Nobody's mean exists where p x + q is not above 1; it is infinite there.

    >>> terms = np.log([6.25, 3.74, 15.44])
    >>> expected_spend(terms, 1.0, [2, 0], [22.35, 0.0]).round(3).tolist()
    [24.664, 35.219]
    """
    p, q, v = np.exp(terms)
    x, z = as_floats(purchases), as_floats(mean)
    weight = p * x + q - 1
    top = p * (v * unit + x * np.where(x > 0, z, 0.0))
    return as_floats(np.where(weight > 0, top / np.where(weight > 0, weight, 1.0), np.inf))


def _likelihoods(terms: Floats, x: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Return the log-likelihood of each customer's mean spend and its derivatives (3, n) by the log parameters."""
    p, q, v = np.exp(terms)
    shape, scale = p * x, np.log(v + x * z)
    value = scipy.special.gammaln(shape + q) - scipy.special.gammaln(shape) - scipy.special.gammaln(q) + q * np.log(v)
    value = value + (shape - 1) * np.log(z) + shape * np.log(x) - (shape + q) * scale
    both = scipy.special.psi(shape + q)
    slopes = [
        shape * (both - scipy.special.psi(shape) + np.log(z) + np.log(x) - scale),
        q * (both - scipy.special.psi(q) + np.log(v) - scale),
        q - v * (shape + q) / (v + x * z),
    ]
    return as_floats(value), np.stack(slopes)


def _refusal(people: Spenders, minimum: int) -> str:
    count = float(people.customers.sum())
    if count < minimum:
        left_out = f" ({people.dropped} left out, without money)" if people.dropped else ""
        return f"{count:.0f} customers with money on repeat purchases{left_out}, at least {minimum} are needed"
    if np.ptp(np.log(people.mean)) < 1e-9:
        return "everybody spends the same at every purchase, so spending has no distribution to fit"
    return ""


def _correlation(people: Spenders) -> float | None:
    """Return the correlation of spend with the number of purchases, None where either is constant."""
    n = people.customers
    if n.sum() < 3:
        return None
    x, z = people.purchases, people.mean
    dx, dz = x - np.average(x, weights=n), z - np.average(z, weights=n)
    spread = float((n @ dx**2) * (n @ dz**2))
    return float(n @ (dx * dz) / np.sqrt(spread)) if spread > 1e-12 else None


def _warning(related: float | None) -> str:
    if related is None or abs(related) <= RELATED:
        return ""
    way = "more" if related > 0 else "less"
    return f"those who buy often spend {way} at a time (correlation {related:.2f}): lifetime values lean the other way"
