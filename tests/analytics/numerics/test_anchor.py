"""The anchor: worlds whose truth is known, because formulas alone cannot show that a chain is right.

The big run (100 worlds and more, other shapes) is kept elsewhere; this one is sized for every test run.
"""

import numpy as np
import pytest

from analytics.numerics.jackknife import leave_one_out
from analytics.numerics.returns.forecast import forecast_estimate

POINTS = np.arange(11.0)
WORLDS = 100
STRONG, MIDDLE, WEAK = 0, 2, 4


@pytest.fixture(scope="module")
def truth(world):
    """Return the true money of one point on each touchpoint for 20,000 average customers."""
    population = world(seed=10**6, customers=600_000)
    return {j: population.true_gain(j, 1.0) * 20_000 / 600_000 for j in (STRONG, MIDDLE, WEAK)}


@pytest.fixture(scope="module")
def runs(world):
    """Return estimates of the chain, and of the two naive ones, in worlds of 20,000 customers."""
    found = {j: [] for j in (STRONG, MIDDLE, WEAK)}
    for seed in range(WORLDS):
        company = world(seed=seed)
        fit, value = company.drivers(), company.value()
        rows = leave_one_out(company.sums(np.ones(20_000)))
        for j, figures in found.items():
            joint = company.joint(j)
            chain = forecast_estimate(joint, POINTS, POINTS, fit.slopes[:, j], 1.0, rows, 20_000, value)
            figures.append((chain, shift_everybody(fit, value, j), shift_below_the_ceiling(joint[0], fit, value, j)))
    return found


def shift_everybody(fit, value, j):
    """The naive chain A: everybody's loyalty rises by slope x uplift x reach, wherever the scale ends."""
    n = value.curve.n[0]
    raised = np.minimum(POINTS + fit.slopes[0, j] * fit.reach[0, j], 10.0)
    return float(n @ (value(raised[None])[0] - value(POINTS[None])[0]))


def shift_below_the_ceiling(joint, fit, value, j):
    """The naive chain C0: joint table with the raw slope, which was flattened by the ceiling already."""
    moved = np.minimum(POINTS + fit.slopes[0, j] * effective(POINTS)[:, None], 10.0)
    return float((joint * (value(moved[None])[0] - value(POINTS[None])[0])).sum())


def effective(scores):
    return np.minimum(scores + 1.0, 10.0) - scores


@pytest.mark.parametrize("driver", [STRONG, MIDDLE, WEAK])
def test_the_chain_is_right_on_average(runs, truth, driver):
    ratios = [chain.value / truth[driver] for chain, _, _ in runs[driver]]

    assert np.mean(ratios) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("driver", [STRONG, MIDDLE, WEAK])
def test_intervals_hold_what_they_say(runs, truth, driver):
    inside = np.mean([chain.low <= truth[driver] <= chain.high for chain, _, _ in runs[driver]])

    assert 0.78 <= inside <= 0.99  # nominal .90, give or take what 100 worlds leave open


@pytest.mark.parametrize("driver", [STRONG, MIDDLE])
@pytest.mark.parametrize("naive", [1, 2], ids=["shift everybody", "raw slope"])
def test_naive_chains_fail_the_same_test(runs, truth, driver, naive):
    inside = [abs(run[naive] - truth[driver]) <= (run[0].high - run[0].low) / 2 for run in runs[driver]]

    assert np.mean(inside) < 0.78
