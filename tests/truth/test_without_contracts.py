"""Without contracts: what a point of loyalty returns is near the truth of simulated shops, and inside its interval."""

import numpy as np
import pytest

from analytics.numerics.customers.gamma_gamma import fit_spend, spenders_of
from analytics.numerics.customers.loyalty_lifetime import LEVELS, lifetime_by_loyalty
from analytics.numerics.jackknife import jackknife_estimate
from tests.analytics.numerics.without_contracts import TERMS, World, shop

RUNS, CUSTOMERS = 10, 4000


def point_more(found, counts):
    """Return the replicates of the money of one point more for everybody."""
    rise = found(np.minimum(LEVELS + 1, 10.0)[None]) - found(LEVELS[None])
    return rise @ counts


@pytest.mark.slow
@pytest.mark.parametrize("world", [World(), World(rate=0.2, stop=0.0, spend=0.0)], ids=["all", "rate"])
def test_return_of_a_point_is_near_the_truth(world):
    ratios, values, held = [], [], []
    for seed in range(RUNS):
        sold = shop(seed, CUSTOMERS, world)
        counts = np.bincount(sold.people.level.astype(int), minlength=11).astype(float)
        found = lifetime_by_loyalty(sold.people, fit_spend(spenders_of(sold.purchases, sold.mean)), TERMS)
        money, true = jackknife_estimate(point_more(found, counts), CUSTOMERS), (sold.raised - sold.worth).sum()
        ratios.append(money.value / true)
        values.append(found(LEVELS[None])[0] @ counts / sold.worth.sum())
        held.append(money.low <= true <= money.high)

    assert np.mean(ratios) == pytest.approx(1.0, abs=0.08)
    assert np.mean(values) == pytest.approx(1.0, abs=0.03)
    assert 0.70 <= np.mean(held) <= 1.0


@pytest.mark.slow
def test_loyalty_without_effect_is_rarely_given_one():
    wrong = 0
    for seed in range(RUNS):
        sold = shop(seed, CUSTOMERS, World(rate=0.0, stop=0.0, spend=0.0))
        counts = np.bincount(sold.people.level.astype(int), minlength=11).astype(float)
        found = lifetime_by_loyalty(sold.people, fit_spend(spenders_of(sold.purchases, sold.mean)), TERMS)
        money = jackknife_estimate(point_more(found, counts), CUSTOMERS)
        wrong += not money.low <= 0 <= money.high

    assert wrong <= 4
