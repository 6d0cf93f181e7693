"""Draw one month of visits: what was met, how it felt, what loyalty it left, what was answered and what followed."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.simulation.company import People, Visits
from analytics.simulation.curves import referral_curve, repurchase_at, revenue_curve
from analytics.simulation.experience import acted_on, loyalty_line, scores, to_level
from analytics.simulation.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def draw_visits(
    world: World,
    rng: Generator,
    *,
    people: People,
    customer: Ints,
    month: int,
    day: Ints,
    shift: Floats,
    came_at: Floats,
) -> Visits:
    """Return the visits of `customer` in `month`.

    `shift` (n, J) moves experience (units, seasons, plans); `came_at` (n,) is the loyalty with which they came, which
    sets the amount.
    """
    segment = people.segment[customer]
    met = _meetings(world, rng, segment)
    latent = _experience(world, rng, people, customer, shift)
    perceived = scores(world, latent)
    line = loyalty_line(world, segment, met, perceived)
    line += world.correlation.taste_loyalty * people.taste[customer]
    line += world.loyalty.noise * rng.standard_normal(len(customer))
    level, felt = to_level(line), acted_on(world, line)
    answered = _answers(world, rng, segment)
    return Visits(
        customer=customer,
        month=np.full(len(customer), month, dtype=np.int64),
        day=day,
        amount=_amounts(world, rng, came_at),
        met=met,
        latent=latent,
        perceived=perceived,
        line=line,
        level=level,
        felt=felt,
        repurchased=rng.random(len(customer)) < repurchase_at(world, segment, felt),
        referrals=rng.poisson(referral_curve(world, felt)),
        answered=answered,
        anonymous=answered & (rng.random(len(customer)) < world.missing.anonymous),
        careless=_careless(world, rng, len(customer)),
        seen=met & (rng.random(met.shape) >= world.missing.partial),
    )


def join_visits(parts: list[Visits]) -> Visits:
    """Return one table of the visits of several months."""
    return Visits(*(np.concatenate([getattr(part, name) for part in parts]) for name in Visits.__slots__))


def _meetings(world: World, rng: Generator, segment: Ints) -> Bools:
    shared = world.correlation.exposure
    own = rng.standard_normal((len(segment), len(world.touchpoints)))
    common = rng.standard_normal((len(segment), 1))
    normal = NormalDist()
    limits = [normal.inv_cdf(point.exposure) if point.exposure < 1 else np.inf for point in world.touchpoints]
    shift = np.array([part.exposure_shift for part in world.segments])[segment][:, None]
    met: Bools = np.sqrt(shared) * common + np.sqrt(1.0 - shared) * own < np.array(limits) + shift
    return met


def _experience(world: World, rng: Generator, people: People, customer: Ints, shift: Floats) -> Floats:
    form = world.correlation
    count, points = shift.shape
    own = np.sqrt(max(1.0 - form.experience - form.persistence, 0.0)) * rng.standard_normal((count, points))
    common = np.sqrt(form.experience) * rng.standard_normal((count, 1))
    means = np.array([point.mean for point in world.touchpoints])
    spread = np.array([point.sd for point in world.touchpoints])
    whole = means + shift + spread * (own + common + people.trait[customer]) + people.taste[customer][:, None]
    if not any(point.question == "dims" for point in world.touchpoints):
        single: Floats = whole[:, :, None]
        return single
    parts = np.array([point.dimensions for point in world.touchpoints])
    split: Floats = whole[:, :, None] + parts + form.dimension_sd * rng.standard_normal((count, points, 3))
    return split


def _amounts(world: World, rng: Generator, came_at: Floats) -> Ints:
    shape = 1.0 / world.revenue.cv**2
    mean = revenue_curve(world, came_at)
    minor = 1 if world.currency in {"JPY", "KRW"} else 100
    drawn = rng.gamma(shape, mean / shape) * minor
    return np.maximum(np.rint(drawn), 1.0).astype(np.int64)


def _answers(world: World, rng: Generator, segment: Ints) -> Bools:
    factor = np.array([part.response_factor for part in world.segments])[segment]
    return rng.random(len(segment)) < world.missing.response_rate * factor


def _careless(world: World, rng: Generator, count: int) -> Ints:
    figure = rng.choice(11, size=count, p=np.array([1, 0, 0, 0, 0, 3, 1, 2, 4, 2, 7]) / 20.0)
    return np.where(rng.random(count) < world.missing.careless, figure, -1)
