"""The arrays of a simulated company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.experience import answer, score
from analytics.simulation.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class People:
    """Customers, one row each.

    `trait` (n, J) is the lasting part of experience in standard deviations; `referrer` is -1 for nobody.
    """

    segment: Ints
    unit: Ints
    joined: Ints
    referrer: Ints
    trait: Floats
    style: Floats
    taste: Floats


@dataclass(frozen=True, slots=True)
class Visits:
    """Customer-months with an order, one row each; touchpoints are the second axis, answer parts the third.

    `latent` is the experience on 0-10 before clipping, `line` loyalty before clipping, `level` the true loyalty 0..10,
    `felt` the loyalty that drives `repurchased` and `referrals` of the following month (`level`, or unrounded).
    `careless` is the figure ticked everywhere, or -1. `seen` marks touchpoints that were met and answered.
    """

    customer: Ints
    month: Ints
    day: Ints
    amount: Ints
    met: Bools
    latent: Floats
    perceived: Floats
    line: Floats
    level: Ints
    felt: Floats
    repurchased: Bools
    referrals: Ints
    answered: Bools
    anonymous: Bools
    careless: Ints
    seen: Bools

    def __len__(self) -> int:
        return len(self.customer)


@dataclass(frozen=True, slots=True)
class Company:
    """A world after its months have passed. `treated` holds, per plan, which leaf units got it."""

    world: World
    units: tuple[str, ...]
    people: People
    visits: Visits
    treated: tuple[Bools, ...]

    def segment_of_visit(self) -> Ints:
        """Return the segment (n,) of each visit's customer."""
        return self.people.segment[self.visits.customer]

    def unit_of_visit(self) -> Ints:
        """Return the unit (n,) of each visit."""
        return self.people.unit[self.visits.customer]

    def answers(self) -> NDArray[np.int8]:
        """Return what is written on the answer sheets (n, J, K).

        Experience plus the customer's style, or one figure everywhere.
        """
        visits, points = self.visits, self.world.touchpoints
        style = self.people.style[visits.customer][:, None]
        written = np.stack([answer(p, visits.latent[:, j] + style) for j, p in enumerate(points)], axis=1)
        bored = np.flatnonzero(visits.careless >= 0)
        figure = visits.careless[bored].astype(np.float64)[:, None]
        for j, point in enumerate(points):
            written[bored, j] = answer(point, figure)
        return written

    def answered_scores(self) -> Floats:
        """Return the 0-10 scores (n, J) of `answers`, whether or not the touchpoint was seen."""
        written = self.answers()
        return np.stack([score(p, written[:, j]) for j, p in enumerate(self.world.touchpoints)], axis=1)

    def answered_loyalty(self) -> Ints:
        """Return the loyalty (n,) written on the sheet, 0..10."""
        told = np.floor(self.visits.line + self.people.style[self.visits.customer] + 0.5)
        level = np.clip(told, 0, 10).astype(np.int64)
        return np.where(self.visits.careless >= 0, self.visits.careless, level)
