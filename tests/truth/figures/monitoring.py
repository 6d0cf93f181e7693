"""Figures on charts: run lengths, limits, change points."""

from __future__ import annotations

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.monitoring.arl import cusum_arl, ewma_arl, ewma_limit
from analytics.numerics.monitoring.changepoints import changes, single_change
from analytics.numerics.monitoring.p_chart import p_chart
from tests.truth.frame import Figure, figures_of, inputs

SPC = "R spc 0.6.7; Crowder (1987), Lucas and Saccucci (1990)"
PAGE = "R spc 0.6.7; Montgomery, table of CUSUM run lengths"
JUICE = "Montgomery, orange juice"
EWMA = {
    (0.1, 2.814): {0.0: 499.5796, 0.25: 106.3219, 0.5: 31.2974, 1.0: 10.3307, 2.0: 4.3623},
    (0.2, 2.962): {0.0: 499.7351, 0.5: 41.7644, 1.0: 10.5417, 2.0: 3.7434},
    (0.05, 2.615): {0.0: 499.9330, 0.25: 84.0059, 0.5: 28.7637, 1.0: 11.3828, 2.0: 5.2249},
}
SHIFTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
CUSUM = {
    4.0: (167.6838, 74.2240, 26.6302, 13.2851, 8.3831, 4.7472, 3.3428, 2.1945),
    5.0: (465.4435, 139.4937, 37.9961, 17.0483, 10.3760, 5.7472, 4.0089, 2.5733),
}
LIMITS = {370: 2.7010, 500: 2.8143, 1000: 3.0586, 2000: 3.2834, 5000: 3.5568, 10000: 3.7491}
OUTSIDE = (15, 23)  # the samples that the first limits leave out, counted from 1


def ewma(lam: float, limit: float, wanted: dict[float, float]) -> list[Figure]:
    """Return the run lengths of one chart by the shift of the mean in standard deviations."""
    named = {f"shift {shift:g}": length for shift, length in wanted.items()}
    return figures_of(
        f"Run length, EWMA {lam:g}, L {limit:g}", named, 1e-3, SPC, lambda: ewma_arl(limit, lam=lam, shift=list(wanted))
    )


def cusum(height: float, wanted: tuple[float, ...]) -> list[Figure]:
    """Return the run lengths of one chart by the shift of the mean in standard deviations."""
    named = {f"shift {shift:g}": length for shift, length in zip(SHIFTS, wanted, strict=True)}
    return figures_of(f"Run length, CUSUM .5, h {height:g}", named, 1e-3, PAGE, lambda: cusum_arl(height, shift=SHIFTS))


def juice(*, revised: bool) -> tuple[float, float, float]:
    """Return centre and limits of the share of bad cans; the revised ones without the samples outside."""
    data = inputs("orangejuice")
    counts = [count for place, count in enumerate(data["D"][:30], 1) if not (revised and place in OUTSIDE)]
    chart = p_chart(counts, np.full(len(counts), data["size"]))
    return chart.centre, float(chart.low[0]), float(chart.high[0])


def samples_outside() -> Floats:
    """Return which samples lie outside the first limits, counted from 1."""
    data = inputs("orangejuice")
    return as_floats(np.flatnonzero(p_chart(data["D"][:30], np.full(30, data["size"])).side) + 1)


def nile() -> tuple[float, float]:
    """Return where the flow of the Nile changed, as the one change and as the only one of several."""
    flow = inputs("nile")
    one = single_change(flow)
    [only] = changes(flow)
    return float(one.index if one else -1), float(only.index)


FIGURES: list[Figure] = [
    *(figure for (lam, limit), wanted in EWMA.items() for figure in ewma(lam, limit, wanted)),
    *(figure for height, wanted in CUSUM.items() for figure in cusum(height, wanted)),
    *figures_of(
        "L of an EWMA .1",
        {f"one false alarm in {days} days": limit for days, limit in LIMITS.items()},
        1e-3,
        "R spc 0.6.7",
        lambda: [ewma_limit(float(days)) for days in LIMITS],
    ),
    *figures_of(
        "Orange juice, p-chart",
        {"centre": 0.231333, "low": 0.052428, "high": 0.410239},
        1e-6,
        JUICE,
        lambda: juice(revised=False),
    ),
    *figures_of(
        "Orange juice, samples outside", {"first": 15.0, "second": 23.0}, 1e-12, JUICE, lambda: samples_outside()
    ),
    *figures_of(
        "Orange juice, revised p-chart",
        {"centre": 0.215000, "low": 0.040703, "high": 0.389297},
        1e-6,
        JUICE,
        lambda: juice(revised=True),
    ),
    *figures_of(
        "Nile, day of the change",
        {"the one change (1898)": 28.0, "the only one of several": 28.0},
        1e-12,
        "ruptures 1.1.10; Cobb (1978)",
        nile,
    ),
]
