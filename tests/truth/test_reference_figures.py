"""Published and independently computed figures that the numerics must reproduce."""

import math
from typing import Any

import numpy as np
import pytest

from analytics.numerics.did_cells import Cell, cell_difference, change_difference, pooled_error
from analytics.numerics.drivers import fit_drivers
from analytics.numerics.importance import johnson_weights, lmg
from analytics.numerics.regression import grouped_logit
from analytics.numerics.roi import net_present_value
from analytics.numerics.scales import nps_from_histogram, wilson
from analytics.numerics.shrinkage import james_stein, paule_mandel
from analytics.numerics.value import discounted_periods
from analytics.numerics.weights import post_stratified_mean

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


@pytest.mark.parametrize("data", ["swiss", "attitude"])
def test_importance_equals_relaimpo(reference: dict[str, Any], data: str) -> None:
    covariance = np.array(reference[data]["cov"])
    sd = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(sd, sd)
    columns, outcome = correlations[:-1, :-1], correlations[:-1, -1]

    expected = reference[data]["expected"]
    assert johnson_weights(columns, outcome) == pytest.approx(expected["genizi"], abs=1e-10)
    assert lmg(columns, outcome) == pytest.approx(expected["lmg"], abs=1e-10)


def test_drivers_from_sums_equal_relaimpo_when_everybody_met_everything(reference: dict[str, Any]) -> None:
    swiss = reference["swiss"]
    n, mean, covariance = swiss["n"], np.array(swiss["mean"]), np.array(swiss["cov"])
    copies = 10  # of every row, so that there are enough rows per parameter
    products = copies * (covariance * (n - 1) + n * np.outer(mean, mean))
    totals, rows, columns = copies * n * mean, copies * n, 5
    gram = np.zeros((11, 11))
    gram[:6, :6] = rows
    gram[:6, 6:] = totals[:columns]
    gram[6:, :6] = totals[:columns, None]
    gram[6:, 6:] = products[:columns, :columns]
    outcome = np.concatenate([np.full(6, totals[columns]), products[:columns, columns]])

    fit = fit_drivers(
        gram[None], outcome[None], [products[columns, columns]], [totals[columns]], [rows], swiss["cols"][:columns]
    )

    assert fit.importance[0] == pytest.approx(swiss["expected"]["genizi"], abs=1e-10)
    assert fit.r2[0] == pytest.approx(0.706735001593, abs=1e-10)
    assert fit.gamma[0].tolist() == [0.0] * columns


def test_paule_mandel_equals_statsmodels_on_the_vaccine_trials() -> None:
    a, b, c, d = BCG.T
    effect = np.log(a / (a + b) / (c / (c + d)))
    variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)

    assert paule_mandel(effect, variance) == pytest.approx(0.318068, abs=1e-5)


def test_shrinkage_of_batting_averages_equals_efron_and_morris(reference: dict[str, Any]) -> None:
    players = reference["efron_morris"]
    scale = math.sqrt(players["n"])
    early = scale * np.arcsin(2 * np.array(players["y"]) - 1)
    season = scale * np.arcsin(2 * np.array(players["p"]) - 1)

    spread = float(((early - early.mean()) ** 2).sum())
    assert spread == pytest.approx(18.9681, abs=1e-3)
    assert 1 - (len(early) - 3) / spread == pytest.approx(0.209197, abs=1e-4)
    assert float(((early - season) ** 2).sum()) == pytest.approx(17.5778, abs=1e-3)
    assert float(((james_stein(early) - season) ** 2).sum()) == pytest.approx(5.0001, abs=1e-3)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "value", "low", "high"),
    [(60, 20, 20, 40.0, 23.3799, 54.2900), (15, 13, 8, 19.4444, -6.2803, 42.1777), (5, 0, 0, 100.0, 17.4915, 100.0)],
)
def test_nps_interval_equals_the_adjusted_wald_figures(
    promoters: int, passives: int, detractors: int, value: float, low: float, high: float
) -> None:
    found = nps_from_histogram([detractors, 0, 0, 0, 0, 0, 0, passives, 0, 0, promoters], confidence=0.95)

    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_share_interval_equals_newcombe(successes: int, n: int, low: float, high: float) -> None:
    found = wilson(successes, n, confidence=0.95)

    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_post_stratified_mean_equals_the_survey_package(reference: dict[str, Any]) -> None:
    strata = np.array([reference["apistrat"][kind] for kind in "EHM"])

    found = post_stratified_mean(*strata.T, confidence=0.90)

    assert found.value == pytest.approx(662.287364, abs=1e-5)
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / 2 / 1.652625 == pytest.approx(9.408941, abs=1e-4)  # t of 197 degrees


def test_grouped_logit_equals_the_beetle_figures() -> None:
    dose, exposed, killed = BEETLES.T
    design = np.column_stack([np.ones(8), dose])

    terms = grouped_logit(design, exposed[None], killed[None])[0]

    assert terms == pytest.approx([-60.717455, 34.270326], abs=1e-5)
    rate = 1 / (1 + np.exp(-design @ terms))
    left = exposed - killed
    deviance = 2 * (killed * np.log(killed / exposed / rate)).sum()
    deviance += 2 * (left[left > 0] * np.log((left / exposed / (1 - rate))[left > 0])).sum()
    assert deviance == pytest.approx(11.232231, abs=1e-5)


def test_difference_in_differences_equals_card_and_krueger(reference: dict[str, Any]) -> None:
    cells = {name: Cell(*sums) for name, sums in reference["card_krueger"]["cells"].items()}
    arms = (cells["nj0_d0"], cells["nj0_d1"], cells["nj1_d0"], cells["nj1_d1"])

    found = cell_difference(*arms)

    assert found.value == pytest.approx(2.753606, abs=1e-5)
    assert pooled_error(*arms) == pytest.approx(1.688409, abs=1e-5)
    assert math.sqrt(sum(cell.error_variance for cell in arms)) == pytest.approx(1.801200, abs=1e-5)


def test_paired_stores_equal_card_and_krueger(reference: dict[str, Any]) -> None:
    control, treated = (Cell(*reference["card_krueger"]["paired"][arm]) for arm in ("nj0", "nj1"))

    found = change_difference(control, treated)

    assert (control.mean, treated.mean) == pytest.approx((-2.283333, 0.466667), abs=1e-5)
    assert found.value == pytest.approx(2.75, abs=1e-5)
    assert math.sqrt(control.error_variance + treated.error_variance) == pytest.approx(1.342341, abs=1e-5)


@pytest.mark.parametrize(
    ("retention", "rate", "multiple"),
    [(0.6, 0.1, 1.2), (0.8, 0.1, 8 / 3), (0.9, 0.1, 4.5), (0.9, 0.12, 0.9 / 0.22), (0.8, 0.12, 2.5)],
)
def test_margin_multiple_equals_gupta_and_lehmann(retention: float, rate: float, multiple: float) -> None:
    assert discounted_periods([retention], horizon=None, discount=rate)[0] == pytest.approx(multiple, rel=1e-12)


def test_net_present_value_equals_the_textbook() -> None:
    assert net_present_value(0.08, [-40000, 5000, 8000, 12000, 30000]) == pytest.approx(3065.22267, abs=1e-5)
