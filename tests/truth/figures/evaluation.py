"""Figures on whether something worked: differences in differences, roll-outs, time series."""

from __future__ import annotations

import math

from analytics.numerics.did_cells import Cell, cell_difference, change_difference, pooled_error
from tests.truth.frame import Figure, figures_of, inputs

WAGES = "Card and Krueger (1994), recalculated from the published data"


def employment() -> tuple[float, float, float]:
    """Return the effect of the minimum wage on jobs a store, with its pooled and its cell-wise error."""
    cells = {name: Cell(*sums) for name, sums in inputs("card_krueger")["cells"].items()}
    arms = (cells["nj0_d0"], cells["nj0_d1"], cells["nj1_d0"], cells["nj1_d1"])
    error = math.sqrt(sum(cell.error_variance for cell in arms))
    return cell_difference(*arms).value or 0.0, pooled_error(*arms), error


def paired_stores() -> tuple[float, float, float, float]:
    """Return the mean changes of stores seen twice, their difference and its error."""
    control, treated = (Cell(*inputs("card_krueger")["paired"][arm]) for arm in ("nj0", "nj1"))
    error = math.sqrt(control.error_variance + treated.error_variance)
    return control.mean, treated.mean, change_difference(control, treated).value or 0.0, error


FIGURES: list[Figure] = [
    *figures_of(
        "Minimum wage",
        {"effect": 2.753606, "pooled error": 1.688409, "error of cells": 1.801200},
        1e-5,
        WAGES,
        employment,
    ),
    *figures_of(
        "Minimum wage, paired stores",
        {"control": -2.283333, "treated": 0.466667, "effect": 2.75, "error": 1.342341},
        1e-5,
        WAGES,
        paired_stores,
    ),
]
