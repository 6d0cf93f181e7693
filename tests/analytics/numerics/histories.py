"""Purchase histories of simulated customers, with the rates that made them."""

import numpy as np


def simulate(rng, rate, stop, age):
    """Return repeats and recency of customers with their own rate, chance of stopping, and time since the first."""
    clock, last, repeats = np.zeros(len(age)), np.zeros(len(age)), np.zeros(len(age))
    active = np.ones(len(age), dtype=bool)
    while active.any():
        clock = clock + rng.exponential(1 / rate)
        active &= clock < age
        repeats[active] += 1
        last[active] = clock[active]
        active &= rng.random(len(age)) > stop
    return repeats, last


def population(rng, n, *, r=1.0, alpha=10.0, a=1.0, b=3.0, longest=100.0):
    """Return repeats, recency and age of n customers of the model."""
    age = rng.uniform(10.0, longest, n)
    repeats, last = simulate(rng, np.maximum(rng.gamma(r, 1 / alpha, n), 1e-9), rng.beta(a, b, n), age)
    return repeats, last, age
