"""Figures on what drives loyalty: relative importance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.drivers.drivers import DriverFit, fit_drivers
from analytics.numerics.drivers.importance import johnson_weights, lmg
from tests.truth.frame import Figure, figures_of, inputs

RELAIMPO = "R relaimpo 2.2-7"
GROMPING = "Grömping (2006), R relaimpo 2.2-7"
SWISS_LMG = {
    "Agriculture": 0.057091220768,
    "Examination": 0.171173028900,
    "Education": 0.260134678624,
    "Catholic": 0.105570150374,
    "Infant mortality": 0.112765922927,
}
SWISS_GENIZI = {
    "Agriculture": 0.048416895812,
    "Examination": 0.154708249806,
    "Education": 0.271964104646,
    "Catholic": 0.114680029948,
    "Infant mortality": 0.116965721381,
}
ATTITUDE_LMG = {
    "complaints": 0.370816194319,
    "privileges": 0.050903792972,
    "learning": 0.155765990169,
    "raises": 0.120345079404,
    "critical": 0.006588722546,
    "advance": 0.028182213122,
}
ATTITUDE_GENIZI = {
    "complaints": 0.362760199658,
    "privileges": 0.056002278779,
    "learning": 0.163610910751,
    "raises": 0.121780399688,
    "critical": 0.008255466496,
    "advance": 0.020192737159,
}


def correlated(data: str, weigh: Callable[[Floats, Floats], Floats]) -> Callable[[], Floats]:
    """Return the calculation of the weights of all columns of a data set but the last on the last."""

    def compute() -> Floats:
        covariance = np.array(inputs(data)["cov"])
        sd = np.sqrt(np.diag(covariance))
        correlations = covariance / np.outer(sd, sd)
        return weigh(correlations[:-1, :-1], correlations[:-1, -1])

    return compute


def everybody_met_everything(swiss: dict[str, Any]) -> DriverFit:
    """Return the drivers of a data set from sums alone, each row ten times so that there are enough of them."""
    n, mean, covariance = swiss["n"], np.array(swiss["mean"]), np.array(swiss["cov"])
    copies, columns = 10, len(mean) - 1
    products = copies * (covariance * (n - 1) + n * np.outer(mean, mean))
    totals, rows = copies * n * mean, copies * n
    gram = np.zeros((1 + 2 * columns, 1 + 2 * columns))
    gram[: 1 + columns, : 1 + columns] = rows
    gram[: 1 + columns, 1 + columns :] = totals[:columns]
    gram[1 + columns :, : 1 + columns] = totals[:columns, None]
    gram[1 + columns :, 1 + columns :] = products[:columns, :columns]
    outcome = np.concatenate([np.full(1 + columns, totals[columns]), products[:columns, columns]])
    squares, total = products[columns, columns], totals[columns]
    return fit_drivers(gram[None], outcome[None], [squares], [total], [rows], swiss["cols"][:columns])


FIGURES: list[Figure] = [
    *figures_of("LMG shares, swiss", SWISS_LMG, 1e-10, GROMPING, correlated("swiss", lmg)),
    *figures_of("Johnson weights, swiss", SWISS_GENIZI, 1e-10, RELAIMPO, correlated("swiss", johnson_weights)),
    *figures_of(
        "Drivers from sums, swiss",
        SWISS_GENIZI,
        1e-10,
        RELAIMPO,
        lambda: everybody_met_everything(inputs("swiss")).importance[0],
    ),
    Figure(
        "R2 from sums, swiss",
        0.706735001593,
        1e-10,
        RELAIMPO,
        lambda: float(everybody_met_everything(inputs("swiss")).r2[0]),
    ),
    *figures_of("LMG shares, attitude", ATTITUDE_LMG, 1e-10, RELAIMPO, correlated("attitude", lmg)),
    *figures_of("Johnson weights, attitude", ATTITUDE_GENIZI, 1e-10, RELAIMPO, correlated("attitude", johnson_weights)),
]
