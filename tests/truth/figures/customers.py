"""Figures on customers: how often they come back and what they spend."""

from __future__ import annotations

from functools import cache

import numpy as np

from analytics.numerics.customers.bgnbd import PurchaseFit, fit_purchases
from analytics.numerics.customers.gamma_gamma import SpendFit, expected_spend, fit_spend, spenders_of
from analytics.numerics.customers.purchases import Rates, cells_of, expected_of_new, expected_purchases
from tests.truth.frame import Figure, figures_of, inputs

PUBLISHED = "Fader, Hardie and Lee (2005)"
EXACT = "R BTYD, lifetimes, exact days"
WEEK = 7.0


@cache
def purchases() -> PurchaseFit:
    """Return the fit to the purchases of a tenth of CDNOW's customers, in weeks."""
    repeats, recency, age, customers = np.array(inputs("cdnow_cells")["rows"], dtype=np.float64).T
    return fit_purchases(cells_of(repeats, recency / WEEK, age / WEEK, customers))


@cache
def spending() -> SpendFit:
    """Return the fit to the mean spend of CDNOW's repeat buyers."""
    return fit_spend(spenders_of(*np.array(inputs("cdnow_spend")["rows"], dtype=np.float64).T))


def parameters() -> list[float]:
    """Return r, alpha, a and b."""
    found = purchases().rates()
    return [float(found.r), float(found.alpha), float(found.a), float(found.b)]


def one_customer() -> float:
    """Return the purchases expected in 39 weeks of a customer with two repeats, by the published parameters."""
    customer = cells_of([2], [30.43], [38.86])
    return float(expected_purchases(Rates(0.243, 4.414, 0.793, 2.426), customer, 39.0)[0])


def new_customer() -> float:
    """Return the purchases expected of a new customer in 52 weeks, by the parameters of R BTYD."""
    return float(expected_of_new(Rates(0.242598, 4.413684, 0.792990, 2.426167), 52.0)[0])


def spend_of_new() -> float:
    """Return the mean spend expected of somebody of whom nothing is known."""
    found = spending()
    return float(expected_spend(found.maximum.terms, found.unit, [0], [0])[0])


def spend_of_one() -> float:
    """Return the mean spend expected of a customer with two repeat purchases of 22.35 on average."""
    found = spending()
    return float(expected_spend(found.maximum.terms, found.unit, [2], [22.35])[0])


FIGURES: list[Figure] = [
    *figures_of(
        "CDNOW, BG/NBD",
        {"r": 0.242595, "alpha": 4.413603, "a": 0.792927, "b": 2.425926},
        1e-3,
        f"{PUBLISHED}; {EXACT}",
        parameters,
    ),
    Figure("CDNOW, BG/NBD: log-likelihood", -9582.429207, 1e-3, EXACT, lambda: purchases().log_likelihood),
    Figure("CDNOW, BG/NBD: E[Y(39)] at x=2, t=30.43, T=38.86", 1.226028175, 1e-6, PUBLISHED, one_customer),
    Figure("CDNOW, BG/NBD: E[X(52)]", 1.444004575, 1e-6, "R BTYD 2.4.3", new_customer),
    *figures_of(
        "CDNOW, gamma-gamma",
        {"p": 6.248790, "q": 3.744592, "v": 15.447796},
        2e-3,
        "Fader and Hardie (2013)",
        lambda: spending().parameters,
    ),
    Figure("CDNOW, gamma-gamma: E[M]", 35.1710, 2e-3, "Fader and Hardie (2013)", spend_of_new),
    Figure("CDNOW, gamma-gamma: E[M] at x=2, z=22.35", 24.658621, 2e-3, "Fader and Hardie (2013)", spend_of_one),
]
