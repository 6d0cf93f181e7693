"""What units, seasons, plans and mishaps do to experience, in points of 0-10."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.simulation.calendar import season
from analytics.simulation.checks import leaf_codes
from analytics.simulation.world import Plan, World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ground:
    """The lasting differences of units (units, J) and their monthly ups and downs (months, units, J)."""

    units: tuple[str, ...]
    lasting: Floats
    monthly: Floats


def draw_ground(world: World, rng: Generator) -> Ground:
    """Return the ground that all customers of a world share."""
    units = tuple(leaf_codes(world))
    places, points = max(len(units), 1), len(world.touchpoints)
    spread = np.array([point.unit_sd for point in world.touchpoints])
    lasting = rng.standard_normal((places, points)) * spread
    noise = rng.standard_normal((world.months.count, places, points))
    return Ground(units=units, lasting=lasting, monthly=noise * world.correlation.unit_month_sd)


def circumstances(world: World, ground: Ground, month: int, unit: Ints, when: Ints) -> Floats:
    """Return the shifts (n, J) of visits in one month, plans left out; `when` are day numbers."""
    shift: Floats = (ground.lasting + ground.monthly[month])[unit]
    shift = shift - np.array([point.busy for point in world.touchpoints]) * (season(world, month) - 1.0)
    codes = [point.code for point in world.touchpoints]
    for shock in world.shocks:
        hit = (when >= shock.start_date.toordinal()) & (when < shock.end_date.toordinal())
        if shock.units:
            hit &= np.isin(unit, [ground.units.index(code) for code in shock.units])
        shift[hit, codes.index(shock.touchpoint)] += shock.effect
    return shift


def plan_reaches(plan: Plan, treated: Bools, unit: Ints, when: Ints) -> Bools:
    """Return which visits (n,) happen in a treated unit from the plan's start on."""
    return treated[unit] & (when >= plan.start_date.toordinal())


def choose_treated(plan: Plan, units: tuple[str, ...], rng: Generator, *, past_mean: Floats) -> Bools:
    """Return the units (bool) that get a plan.

    `past_mean` (units,) is how each looked at the touchpoint before it (worst first).
    """
    chosen = np.zeros(len(units), dtype=bool)
    if plan.choose == "listed":
        chosen[[units.index(code) for code in plan.treated_units]] = True
    elif plan.choose == "worst":
        chosen[np.argsort(past_mean, kind="stable")[: plan.treated]] = True
    else:
        chosen[rng.permutation(len(units))[: plan.treated]] = True
    return chosen
