"""Figures on scores and their intervals, weights and small cells."""

from __future__ import annotations

import math

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import Estimate
from analytics.numerics.experience.reliability import alpha_replicates
from analytics.numerics.experience.scales import nps_from_histogram, wilson
from analytics.numerics.experience.weights import post_stratified_mean, rake
from analytics.numerics.jackknife import jackknife_se, leave_one_out
from analytics.numerics.quantiles import t_quantile
from analytics.numerics.shrinkage import james_stein, paule_mandel
from tests.truth.frame import Figure, figures_of, inputs

# Trials of a vaccine against tuberculosis: cases and others, vaccinated and not (Colditz et al. 1994).
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=np.float64,
)
T_OF_197 = 1.652625  # 95 % quantile of Student's t with the 200 - 3 degrees of freedom of three strata


def ends(found: Estimate) -> tuple[float, float, float]:
    """Return value, low and high of an estimate that has all three."""
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return found.value, found.low, found.high


def nps(promoters: int, passives: int, detractors: int, low: float, high: float) -> list[Figure]:
    """Return the figures of one crowd's interval at 95 %."""
    histogram = [detractors, 0, 0, 0, 0, 0, 0, passives, 0, 0, promoters]
    return figures_of(
        f"NPS of {promoters}/{passives}/{detractors}",
        {"low": low, "high": high},
        1e-4,
        "adjusted Wald, Rocks (2016)",
        lambda: ends(nps_from_histogram(histogram, confidence=0.95))[1:],
    )


def share(successes: int, n: int, low: float, high: float) -> list[Figure]:
    """Return the figures of one share's interval at 95 %."""
    return figures_of(
        f"Share {successes} of {n}",
        {"low": low, "high": high},
        1e-4,
        "Newcombe (1998)",
        lambda: ends(wilson(successes, n, confidence=0.95))[1:],
    )


def between_trials() -> float:
    """Return how much the log relative risks of the vaccine differ between trials."""
    a, b, c, d = BCG.T
    effect = np.log(a / (a + b) / (c / (c + d)))
    return paule_mandel(effect, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def batters() -> Floats:
    """Return spread, shrinkage factor and the squared errors of raw and of shrunken averages."""
    players = inputs("efron_morris")
    scale = math.sqrt(players["n"])
    early, season = (scale * np.arcsin(2 * np.array(players[name]) - 1) for name in ("y", "p"))
    spread = ((early - early.mean()) ** 2).sum()
    raw, shrunk = (((guess - season) ** 2).sum() for guess in (early, james_stein(early)))
    return np.array([spread, 1 - (len(early) - 3) / spread, raw, shrunk])


def school_mean() -> tuple[float, float]:
    """Return the post-stratified mean of a sample of schools and its standard error."""
    strata = np.array([inputs("apistrat")[kind] for kind in "EHM"])
    value, low, high = ends(post_stratified_mean(*strata.T, confidence=0.90))
    return value, (high - low) / 2 / T_OF_197


def raked_schools() -> float:
    """Return the mean of a sample of districts raked to the population's school types and targets met."""
    answers, total = (np.array(inputs("apiclus1")[part]).sum(axis=0) for part in ("n", "total"))
    raked = rake(answers, [[4421, 755, 1018], [1072, 5122]])
    return float((raked * total / answers).sum() / raked.sum())


def districts() -> float:
    """Return the jackknife error of the mean when whole districts were drawn, 15 of 757."""
    answers, total = (np.array(inputs("apiclus1")[part]).sum(axis=(1, 2)) for part in ("n", "total"))
    left_out = leave_one_out(np.column_stack([total, answers]))
    return float(jackknife_se(left_out[:, 0] / left_out[:, 1])) * math.sqrt(1 - len(total) / 757)


FIGURES: list[Figure] = [
    *nps(60, 20, 20, 23.3799, 54.2900),
    *nps(15, 13, 8, -6.2803, 42.1777),
    *nps(5, 0, 0, 17.4915, 100.0),
    *figures_of(
        "Student's t, 63 degrees of freedom",
        {"95 %": 1.669402, "97.5 %": 1.998341},
        1e-6,
        "tables; the width of every jackknife interval",
        lambda: [t_quantile(0.95, 63), t_quantile(0.975, 63)],
    ),
    *share(81, 263, 0.2553, 0.3662),
    *share(15, 148, 0.0624, 0.1605),
    *share(0, 20, 0.0, 0.1611),
    *share(1, 29, 0.0061, 0.1718),
    Figure("Vaccine trials: variance between trials", 0.318068, 1e-5, "statsmodels, metafor", between_trials),
    *figures_of(
        "Batting averages",
        {"spread": 18.9681, "shrinkage factor": 0.209197, "squared error, raw": 17.5778},
        1e-4,
        "Efron and Morris (1975)",
        batters,
    ),
    Figure("Batting averages: squared error, shrunken", 5.0001, 1e-4, "Efron and Morris (1975)", lambda: batters()[3]),
    Figure(
        "Cronbach's alpha of seven items, attitude",
        0.84,
        0.005,
        "R psych, alpha(attitude)",
        lambda: float(alpha_replicates(np.array(inputs("attitude")["cov"])[None])[0]),
    ),
    *figures_of(
        "Schools, post-stratified", {"mean": 662.287364, "error": 9.408941}, 1e-5, "R survey 4.1.1", school_mean
    ),
    Figure("Schools, raked: mean", 641.230321, 1e-4, "converged; R survey 4.1.1 stops at 641.2302", raked_schools),
    Figure("Schools drawn by district: error", 26.32936, 1e-5, "R survey 4.1.1, JK1", districts),
]
