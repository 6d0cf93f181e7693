"""From what a customer lives through to the answers and the loyalty it leaves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.world import Touchpoint, World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def answer_scale(point: Touchpoint) -> tuple[int, int]:
    """Return the lowest and the highest answer of a touchpoint's question."""
    return (0, 10) if point.question == "dims" else (1, point.rating_max)


def answer(point: Touchpoint, latent: Floats) -> NDArray[np.int8]:
    """Return answers for latent experience on 0-10 (any shape).

    Mapped to the scale, rounded half up, clipped at its ends.
    """
    low, high = answer_scale(point)
    steps = np.floor(latent * ((high - low) / 10.0) + (low + 0.5))
    return np.clip(steps, low, high).astype(np.int8)


def score(point: Touchpoint, answers: NDArray[np.int8]) -> Floats:
    """Return the 0-10 scores (n,) of one touchpoint's answers (n, K).

    The mean of three dimensions, or the rating stretched to 0-10.
    """
    low, high = answer_scale(point)
    if point.question == "dims":
        return answers[:, :3].sum(axis=1, dtype=np.int64) / 3.0
    return (answers[:, 0].astype(np.float64) - low) * (10.0 / (high - low))


def scores(world: World, latent: Floats) -> Floats:
    """Return the 0-10 scores (n, J) that the latent experience (n, J, K) is perceived as."""
    return np.stack([score(p, answer(p, latent[:, j])) for j, p in enumerate(world.touchpoints)], axis=1)


def loyalty_line(world: World, segment: Ints, met: Bools, perceived: Floats) -> Floats:
    """Return the loyalty (n,) that the equation expects, before noise, clipping and rounding."""
    slopes = np.array([point.slope for point in world.touchpoints])
    meeting = np.array([point.meeting for point in world.touchpoints])
    means = np.array([point.mean for point in world.touchpoints])
    factor = np.array([part.slope_factor for part in world.segments])[segment]
    shift = np.array([part.shift for part in world.segments])[segment]
    lived = np.where(met, perceived - means, 0.0) @ slopes
    line: Floats = world.loyalty.intercept + shift + met @ meeting + factor * lived
    return line


def acted_on(world: World, line: Floats) -> Floats:
    """Return the loyalty (n,) that drives behaviour: the answer, or what is felt between two answers."""
    return np.clip(line, 0.0, 10.0) if world.loyalty.behaviour == "unrounded" else to_level(line).astype(np.float64)


def to_level(latent_loyalty: Floats) -> Ints:
    """Return loyalty as it is answered: rounded half up and clipped to 0..10."""
    return np.clip(np.floor(latent_loyalty + 0.5), 0, 10).astype(np.int64)
