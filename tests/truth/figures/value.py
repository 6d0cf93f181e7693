"""Figures on what loyalty is worth: curves, multiples, present values."""

from __future__ import annotations

import numpy as np

from analytics.numerics.regression import grouped_logit
from analytics.numerics.returns.roi import net_present_value
from analytics.numerics.returns.value import discounted_periods
from tests.truth.frame import Figure, figures_of

# Beetles after five hours of carbon disulphide: log dose, exposed, killed (Bliss 1935).
BEETLES = np.array(
    [
        (1.6907, 59, 6),
        (1.7242, 60, 13),
        (1.7552, 62, 18),
        (1.7842, 56, 28),
        (1.8113, 63, 52),
        (1.8369, 59, 53),
        (1.8610, 62, 61),
        (1.8839, 60, 60),
    ]
)


def beetles() -> tuple[float, float, float]:
    """Return intercept, slope and deviance of a logit of the dose."""
    dose, exposed, killed = BEETLES.T
    design = np.column_stack([np.ones(len(dose)), dose])
    terms = grouped_logit(design, exposed[None], killed[None])[0]
    rate = 1 / (1 + np.exp(-design @ terms))
    left = exposed - killed
    deviance = 2 * (killed * np.log(killed / exposed / rate)).sum()
    deviance += 2 * (left[left > 0] * np.log((left / exposed / (1 - rate))[left > 0])).sum()
    return float(terms[0]), float(terms[1]), float(deviance)


def multiple(retention: float, rate: float, wanted: float) -> Figure:
    """Return the figure of one margin multiple; published to four digits, compared with the exact fraction."""
    return Figure(
        f"Margin multiple at retention {retention}, rate {rate}",
        wanted,
        1e-12,
        "Gupta and Lehmann (2003)",
        lambda: float(discounted_periods([retention], horizon=None, discount=rate)[0]),
    )


FIGURES: list[Figure] = [
    *figures_of(
        "Beetles, grouped logit",
        {"intercept": -60.717455, "slope": 34.270326, "deviance": 11.232231},
        1e-5,
        "Bliss (1935), R glm",
        beetles,
    ),
    multiple(0.6, 0.1, 1.2),
    multiple(0.8, 0.1, 8 / 3),
    multiple(0.9, 0.1, 4.5),
    multiple(0.9, 0.12, 0.9 / 0.22),
    multiple(0.8, 0.12, 2.5),
    multiple(0.9, 0.16, 0.9 / 0.26),
    Figure(
        "Net present value",
        3065.22267,
        1e-5,
        "numpy-financial",
        lambda: net_present_value(0.08, [-40000, 5000, 8000, 12000, 30000]),
    ),
]
