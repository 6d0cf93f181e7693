"""A simulated company without contracts: loyalty moves how often people buy and how soon they stop; truth included."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from analytics.numerics.customers.lifetime import Spent, Terms
from analytics.numerics.customers.loyalty_lifetime import People
from analytics.numerics.customers.purchases import Cells
from tests.analytics.numerics.histories import simulate

TERMS = Terms(margin_rate=0.4, periods=12, length=30.4375, discount=0.01)


@dataclass(frozen=True)
class World:
    """How loyalty acts: on the log rate, on the log odds of stopping, and on the mean spend, a point."""

    rate: float = 0.12
    stop: float = -0.10
    spend: float = 0.02
    bend: float = 0.0


@dataclass(frozen=True)
class Shop:
    """Customers with their true future margin now, with one point more of loyalty, and what is known of them."""

    people: People
    purchases: np.ndarray
    mean: np.ndarray
    worth: np.ndarray
    raised: np.ndarray


def shop(seed, customers, world=World()):
    """Return a shop of customers won over two years, loyalty binomial around 6.5."""
    rng = np.random.default_rng(seed)
    level = rng.binomial(10, rng.beta(4, 2.2, customers)).astype(float)
    age = np.floor(rng.uniform(1, 730, customers))
    base, taste = rng.gamma(0.8, 1 / 60.0, customers), rng.beta(1.0, 3.0, customers)
    rate, stop = _pace(world, base, level), _stop(world, taste, level)
    repeats, last = simulate(rng, np.maximum(rate, 1e-9), stop, age)
    active = rng.random(customers) < _still_there(rng, rate, stop, age, repeats, last)
    each = 1 / rng.gamma(4.0, 1 / 15.0, customers) * 6.0 * 10 * (1 + world.spend * (level - 5))
    mean = rng.gamma(6.0 * np.maximum(repeats, 1), each / (6.0 * np.maximum(repeats, 1)))
    worth = active * _future(rate, stop) * each
    up = np.minimum(level + 1, 10)
    more = each * (1 + world.spend * (up - 5)) / (1 + world.spend * (level - 5))
    raised = active * _future(_pace(world, base, up), _stop(world, taste, up)) * more
    people = People(
        level=level,
        cells=Cells(repeats, np.floor(last), age, np.ones(customers)),
        spent=Spent(repeats, np.where(repeats > 0, mean, 0.0)),
        counted=np.ones(customers),
    )
    return Shop(people, repeats, mean, TERMS.margin_rate * worth, TERMS.margin_rate * raised)


def _pace(world, base, level):
    return base * np.exp(world.rate * (level - 5) + world.bend * (level - 5) ** 2)


def _stop(world, taste, level):
    return special.expit(special.logit(taste) + world.stop * (level - 5))


def _still_there(rng, rate, stop, age, repeats, last):
    """Return the chance of being active given rates and history: exact, because rates are known."""
    silent = np.exp(-rate * (age - last))
    return np.where(repeats > 0, (1 - stop) * silent / (stop + (1 - stop) * silent), 1.0)


def _future(rate, stop):
    total = np.zeros_like(rate)
    before = np.zeros_like(rate)
    for month in range(1, TERMS.periods + 1):
        upto = -np.expm1(-rate * stop * month * TERMS.length) / np.maximum(stop, 1e-12)
        total += (upto - before) / (1 + TERMS.discount) ** month
        before = upto
    return total
