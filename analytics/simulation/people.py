"""Draw customers."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.simulation.company import People
from analytics.simulation.world import World

Ints = NDArray[np.int64]


def draw_people(world: World, rng: Generator, *, units: int, joined: int, referrers: Ints) -> People:
    """Return new customers who join in month `joined`, one for each entry of `referrers` (-1: nobody referred them)."""
    count = len(referrers)
    shares = np.array([segment.share for segment in world.segments])
    persistence = np.sqrt(world.correlation.persistence)
    trait = rng.standard_normal((count, len(world.touchpoints))) if persistence else np.zeros((count, 1))
    return People(
        segment=rng.choice(len(shares), size=count, p=shares / shares.sum()),
        unit=rng.integers(0, max(units, 1), size=count),
        joined=np.full(count, joined, dtype=np.int64),
        referrer=referrers,
        trait=persistence * trait,
        style=_some(rng, world.correlation.style_sd, count),
        taste=_some(rng, world.correlation.taste_sd, count),
    )


def join_people(parts: list[People]) -> People:
    """Return one table of the customers of several months."""
    return People(*(np.concatenate([getattr(part, name) for part in parts]) for name in People.__slots__))


def _some(rng: Generator, sd: float, count: int) -> NDArray[np.float64]:
    return sd * rng.standard_normal(count) if sd else np.zeros(count)
