"""Figures on whether something worked: differences in differences, roll-outs, time series."""

from __future__ import annotations

import math

import numpy as np

from analytics.numerics.evaluation.callaway_santanna import aggregate, group_time_effects
from analytics.numerics.evaluation.did_cells import Cell, cell_difference, change_difference, pooled_error
from analytics.numerics.evaluation.local_level import causal_impact, fit_local_level
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


def roll_out() -> list[float]:
    """Return the effects of minimum wages on teenage employment, from 20 cell means."""
    cells, cohorts, years = inputs("mpdta_cells"), (2004, 2006, 2007), range(2003, 2008)
    sums = np.array([[cells[f"{cohort}_{year}"] for year in years] for cohort in (0, *cohorts)])
    means, starts = sums[..., 1] / sums[..., 0], [cohort - 2003 for cohort in cohorts]
    effects = group_time_effects(means[None, 1:], means[None, 0], starts)
    found = aggregate(effects, starts, sums[1:, 0, 0])
    cells_found = [effects[0, 0, year] for year in range(1, 5)] + [effects[0, 1, 3], effects[0, 1, 4], effects[0, 2, 4]]
    return [
        *map(float, cells_found),
        *map(float, found.dynamic[0]),
        *(float(one[0]) for one in (found.overall_dynamic, found.simple, found.group)),
    ]


def nile() -> tuple[float, float, float]:
    """Return the variances and the likelihood of the flow of the Nile."""
    found = fit_local_level(inputs("nile"))
    return found.irregular, found.level, found.log_likelihood


def advertising() -> tuple[float, float]:
    """Return the average and the cumulative effect in the example of CausalImpact."""
    series = inputs("causal_impact")
    found = causal_impact(series["y"], series["pre"][1], series["x1"])
    return found.average.value or 0.0, found.cumulative.value or 0.0


COUNTIES = "Callaway and Sant'Anna (2021), mpdta without covariates; did, csdid and differences print the same"
FLOW = "Durbin and Koopman (2012), table 2.1 and example"
IMPACT = "maximum likelihood of the same model elsewhere; the sampler of CausalImpact prints 10.5 and 316"


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
    *figures_of(
        "Roll-out of minimum wages",
        {
            "2004 in 2004": -0.0105,
            "2004 in 2005": -0.0704,
            "2004 in 2006": -0.1373,
            "2004 in 2007": -0.1008,
            "2006 in 2006": -0.0046,
            "2006 in 2007": -0.0412,
            "2007 in 2007": -0.0261,
        },
        5e-5,
        COUNTIES,
        lambda: roll_out()[:7],
    ),
    *figures_of(
        "Roll-out of minimum wages, averages",
        {
            "after 0 years": -0.019932,
            "after 1 year": -0.050957,
            "after 2 years": -0.137259,
            "after 3 years": -0.100811,
            "dynamic": -0.0772398,
            "simple": -0.0399513,
            "by cohort": -0.0310183,
        },
        1e-6,
        COUNTIES,
        lambda: roll_out()[7:],
    ),
    *figures_of("Flow of the Nile", {"irregular variance": 15099.0, "level variance": 1469.1}, 1.4, FLOW, nile),
    *figures_of("Flow of the Nile, likelihood", {"log-likelihood": -632.545625}, 1e-4, FLOW, lambda: nile()[2:]),
    *figures_of("Advertising", {"average effect": 10.5632}, 0.15, IMPACT, advertising),
    *figures_of("Advertising, in sum", {"cumulative effect": 316.896}, 4.5, IMPACT, lambda: advertising()[1:]),
]
