"""Fit of the model of customers without contracts (BG/NBD) to counted histories, with loyalty where it is known."""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.customers.likelihood import Maximum, maximise
from analytics.numerics.customers.purchases import Cells, Rates, likelihoods

MINIMUM_REPEATERS = 30
EDGES = (
    "customers hardly differ in how often they buy",
    "customers hardly differ in how often they buy",
    "customers hardly differ in when they stop",
    "customers hardly differ in when they stop",
)


@dataclass(frozen=True, slots=True)
class PurchaseFit:
    """The fitted model. `reason` is not empty when there is none; `note` says what the data leave open.

    `maximum.terms` are the logarithms of r, alpha, a, b (alpha in `unit`s of time), then for each power of the
    covariate what it adds to log alpha and log b: how seldom people buy, and how late they stop.
    """

    maximum: Maximum
    unit: float
    customers: int
    repeaters: int
    reason: str = ""
    note: str = ""

    @property
    def log_likelihood(self) -> float:
        """Return the log-likelihood in the caller's unit of time."""
        return self.maximum.log_likelihood

    def rates(self, terms: Floats | None = None, covariate: Floats | None = None) -> Rates:
        """Return the parameters, at the maximum or at other terms, one value a cell where a covariate is given."""
        return _rates(self.maximum.terms if terms is None else terms, self.unit, _powers(covariate))


def fit_purchases(
    cells: Cells, covariate: Floats | None = None, *, degree: int = 1, minimum: int = MINIMUM_REPEATERS
) -> PurchaseFit:
    """Return the fit to histories; with a covariate (one value a cell) rates and stopping depend on its powers.

    Fewer than `minimum` customers with a repeat purchase, histories that contradict themselves, nobody observed for any
    time, or no convergence give a `reason`.
    """
    reason = refusal(cells, minimum=minimum)
    powers = _powers(covariate, degree)
    size = 4 + 2 * (0 if powers is None else powers.shape[1])
    customers = int(cells.customers.sum())
    repeaters = int(cells.customers[cells.repeats > 0].sum())
    if reason:
        nothing = Maximum(np.zeros(size), np.zeros((size, size)), 0.0, np.zeros(size, dtype=np.bool_), reason)
        return PurchaseFit(nothing, 1.0, customers, repeaters, reason)
    unit = float(cells.age.max())
    short = Cells(cells.repeats, cells.recency / unit, cells.age / unit, cells.customers)

    def likelihood(terms: Floats) -> tuple[float, Floats]:
        values, slopes = likelihoods(_rates(terms, 1.0, powers), short)
        weighted = slopes * cells.customers
        base = weighted.sum(axis=1)
        if powers is not None:
            base = np.r_[base, (weighted[[1, 3]] @ powers).T.ravel()]
        return float(values @ cells.customers), as_floats(base)

    found = maximise(likelihood, _start(short, size), weight=float(cells.customers.sum()))
    shifted = found.log_likelihood - float(cells.customers @ cells.repeats) * float(np.log(unit))
    note = next((EDGES[i] for i in range(4) if found.at_edge[i]), "")
    moved = Maximum(found.terms, found.covariance, shifted, found.at_edge, found.reason)
    return PurchaseFit(moved, unit, customers, repeaters, found.reason, note)


def refusal(cells: Cells, *, minimum: int = MINIMUM_REPEATERS) -> str:
    """Return why histories cannot carry the model; empty when they can."""
    columns = (cells.repeats, cells.recency, cells.age, cells.customers)
    if not all(np.isfinite(column).all() and (column >= 0).all() for column in columns):
        return "a history has a negative count or time"
    if (cells.recency > cells.age * (1 + 1e-9)).any() or ((cells.repeats == 0) & (cells.recency > 0)).any():
        return "a history contradicts itself: its last purchase lies outside it"
    counted = cells.customers > 0
    if not counted.any():
        return "no customer has bought yet"
    if not (cells.age[counted] > 0).any():
        return "no customer has been observed for any time after the first purchase"
    back = float(cells.customers[cells.repeats > 0].sum())
    if back == 0:
        return "everyone bought once, so nothing is known about coming back"
    if back < minimum:
        return f"{back:.0f} customers bought again, at least {minimum} are needed"
    return ""


def _powers(covariate: Floats | None, degree: int = 1) -> Floats | None:
    if covariate is None:
        return None
    values = as_floats(covariate)
    return values if values.ndim == 2 else as_floats(np.stack([values**p for p in range(1, degree + 1)], axis=1))


def _rates(terms: Floats, unit: float, powers: Floats | None) -> Rates:
    r, alpha, a, b = np.exp(terms[:4])
    if powers is None or len(terms) == 4:
        return Rates(float(r), float(alpha) * unit, float(a), float(b))
    slopes = terms[4:].reshape(powers.shape[1], 2)
    factor = np.exp(np.clip(powers @ slopes, -20.0, 20.0))
    return Rates(float(r), alpha * unit * factor[:, 0], float(a), b * factor[:, 1])


def _start(cells: Cells, size: int) -> Floats:
    """Return a start with the customers' mean rate, and a stop after every fourth purchase or so."""
    rate = float(cells.customers @ cells.repeats) / float(cells.customers @ cells.age)
    start = np.zeros(size)
    start[1] = np.clip(-np.log(max(rate, 1e-8)), -4.0, 4.0)
    start[3] = 1.0
    return start
