"""Refuse worlds that make no sense before anything is drawn from them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from analytics.simulation.errors import WorldError
from analytics.simulation.world import Plan, Touchpoint, World


def check_world(world: World) -> None:
    """Raise WorldError at the first contradiction in `world`."""
    _size(world)
    _distinct("touchpoints", (point.code for point in world.touchpoints))
    _distinct("segments", (segment.code for segment in world.segments))
    _distinct("units", (unit.code for unit in world.units))
    _distinct("plans", (plan.code for plan in world.plans))
    for point in world.touchpoints:
        _touchpoint(point)
    _shares(world)
    _references(world)
    for plan in world.plans:
        _plan(plan)


def _size(world: World) -> None:
    if world.customers < 1 or world.months.count < 1 or not world.touchpoints:
        raise WorldError("world needs at least one customer, one month and one touchpoint")
    if world.months.start.day != 1:
        raise WorldError("world.months.start must be the first day of a month")
    if len(world.traffic.seasons) != 12:
        raise WorldError("world.traffic.seasons must hold twelve multipliers, January first")
    if world.loyalty.question not in {"loyalty", "nps"}:
        raise WorldError("world.loyalty.question must be loyalty or nps")
    if world.loyalty.behaviour not in {"rounded", "unrounded"}:
        raise WorldError("world.loyalty.behaviour must be rounded or unrounded")
    if set(world.loyalty.also) - {"csat", "ces"}:
        raise WorldError("world.loyalty.also may hold csat and ces")
    if world.repurchase.shape not in {"logistic", "s_shape"}:
        raise WorldError("world.repurchase.shape must be logistic or s_shape")


def _touchpoint(point: Touchpoint) -> None:
    where = f"touchpoint {point.code!r}"
    if point.question not in {"dims", "rating"}:
        raise WorldError(f"{where}: question must be dims or rating")
    if not 0 < point.exposure <= 1:
        raise WorldError(f"{where}: exposure must be above 0 and at most 1")
    if not 2 <= point.rating_max <= 11:
        raise WorldError(f"{where}: rating_max must lie in 2..11")
    if point.sd <= 0 or len(point.dimensions) != 3:
        raise WorldError(f"{where}: sd must be positive and dimensions three shifts")


def _shares(world: World) -> None:
    if not math.isclose(sum(segment.share for segment in world.segments), 1.0, abs_tol=1e-6):
        raise WorldError("the shares of world.segments must add up to 1")
    missing = world.missing
    parts = {
        "missing.response_rate": missing.response_rate,
        "missing.partial": missing.partial,
        "missing.careless": missing.careless,
        "missing.anonymous": missing.anonymous,
        "correlation.experience": world.correlation.experience,
        "correlation.exposure": world.correlation.exposure,
        "correlation.persistence": world.correlation.persistence,
        "traffic.start_share": world.traffic.start_share,
        "traffic.reactivation": world.traffic.reactivation,
        "output.comments": world.output.comments,
    }
    for name, share in parts.items():
        if not 0 <= share <= 1:
            raise WorldError(f"world.{name} must lie in 0..1, not {share}")
    if world.correlation.experience + world.correlation.persistence > 1:
        raise WorldError("world.correlation: experience and persistence together must not exceed 1")


def _references(world: World) -> None:
    points = {point.code for point in world.touchpoints}
    leaves = set(leaf_codes(world))
    used = [plan.touchpoint for plan in world.plans] + [shock.touchpoint for shock in world.shocks]
    for code in [*used, *world.output.interactions]:
        if code not in points:
            raise WorldError(f"unknown touchpoint {code!r} in a plan, a shock or world.output.interactions")
    places = [code for plan in world.plans for code in plan.treated_units]
    for code in places + [code for shock in world.shocks for code in shock.units]:
        if code not in leaves:
            raise WorldError(f"unknown unit {code!r}; the units with customers are {', '.join(sorted(leaves))}")
    for plan in world.plans:
        wanted = len(plan.treated_units) if plan.choose == "listed" else plan.treated
        if not 0 < wanted < len(leaves):
            raise WorldError(f"plan {plan.code!r} must leave at least one of {len(leaves)} units untreated")


def _plan(plan: Plan) -> None:
    if plan.choose not in {"random", "worst", "listed"}:
        raise WorldError(f"plan {plan.code!r}: choose must be random, worst or listed")
    if plan.metric not in {"value", "loyalty", "nps", "repurchase"}:
        raise WorldError(f"plan {plan.code!r}: metric must be value, loyalty, nps or repurchase")
    if not plan.baseline_from < plan.start_date < plan.evaluate_to:
        raise WorldError(f"plan {plan.code!r}: baseline_from, start_date and evaluate_to must follow each other")


def leaf_codes(world: World) -> list[str]:
    """Return the codes of the units that customers visit, in the order of the file."""
    parents = {unit.parent for unit in world.units}
    codes: list[str] = []
    for unit in world.units:
        if unit.children:
            codes += [f"{unit.code}-{number:02}" for number in range(1, len(unit.children) + 1)]
        elif unit.code not in parents:
            codes.append(unit.code)
    return codes


def _distinct(where: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if not code or code in seen:
            raise WorldError(f"world.{where}: the code {code!r} is empty or given twice")
        seen.add(code)
