"""What is true in a simulated company, found by intervening in its generator."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.calendar import ordinals
from analytics.simulation.company import Company
from analytics.simulation.conditions import plan_reaches
from analytics.simulation.curves import lifetime_value_at, referral_curve, repurchase_at, revenue_curve
from analytics.simulation.experience import acted_on, answer, score, to_level
from analytics.simulation.generate import generate
from analytics.simulation.population import Projection, project
from analytics.simulation.world import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
REFERENCE_VISITS = 200_000


def line_after(company: Company, column: int, points: float | Floats) -> tuple[Floats, Floats]:
    """Return loyalty (n,) and one touchpoint's score (n,) had its latent experience been `points` higher.

    Loyalty is what it is before rounding and clipping.
    """
    world, visits = company.world, company.visits
    point = world.touchpoints[column]
    moved = visits.latent[:, column] + np.broadcast_to(np.asarray(points, dtype=np.float64), len(visits))[:, None]
    after = score(point, answer(point, moved))
    factor = np.array([segment.slope_factor for segment in world.segments])[company.segment_of_visit()]
    gain = np.where(visits.met[:, column], after - visits.perceived[:, column], 0.0) * point.slope * factor
    return visits.line + gain, after


def reference(company: Company, *, visits: int = REFERENCE_VISITS) -> Company:
    """Return the same world with other and more people, answering everything, without style or taste.

    The endless population.
    """
    world = company.world
    customers = max(world.customers, int(world.customers * visits / max(len(company.visits), 1)))
    clean = dataclasses.replace(
        world,
        correlation=dataclasses.replace(world.correlation, style_sd=0.0, taste_sd=0.0),
        missing=dataclasses.replace(world.missing, response_rate=1.0, partial=0.0, careless=0.0),
    )
    return generate(clean, crowd=1, customers=customers, treated=company.treated)


def true_projection(company: Company, *, visits: int = REFERENCE_VISITS) -> Projection:
    """Return what equation (6) finds in the reference population.

    Raw slopes, relative weights, R2, in the last window of the world.
    """
    people = reference(company, visits=visits)
    first = company.world.months.count - company.world.value.window_months
    inside = people.visits.month >= first
    return project(people.visits.met[inside], people.visits.perceived[inside], people.visits.level[inside])


@dataclasses.dataclass(frozen=True, slots=True)
class Returns:
    """Money of one more point of latent experience, per month of the world.

    `per_point` (months, J), `customers` (months,).
    """

    per_point: Floats
    customers: Ints
    mean_clv: Floats


def true_returns(company: Company, *, points: float = 1.0) -> Returns:
    """Return N x the mean gain of V over the visits of each trailing window, V being equation (8) with the true curves.

    Segments are added up, as in equation (9): each has its own N and its own mean.

    Every visit of the window is moved by `points` on the latent 0-10 scale with its own noise kept, then clipped and
    rounded (loyalty is not rounded where behaviour follows what is felt); visits that did not meet the touchpoint gain
    nothing. The window ends with the month of the row; N counts customers who came within it.
    """
    world, visits = company.world, company.visits
    segment = company.segment_of_visit()
    now = lifetime_value_at(world, segment, visits.felt)
    told = referral_curve(world, visits.felt)
    own, word = np.empty(visits.met.shape), np.empty(visits.met.shape)
    for column in range(len(world.touchpoints)):
        felt = acted_on(world, line_after(company, column, points)[0])
        own[:, column] = lifetime_value_at(world, segment, felt) - now
        word[:, column] = referral_curve(world, felt) - told
    months = world.months.count
    result = Returns(np.zeros((months, own.shape[1])), np.zeros(months, np.int64), np.zeros(months))
    for month in range(months):
        inside = (visits.month <= month) & (visits.month > month - world.value.window_months)
        if not inside.any():
            continue
        mean = now[inside].mean()
        worth = world.value.referral_incremental_share * mean + world.value.acquisition_cost
        result.mean_clv[month] = mean
        came = np.unique(visits.customer[inside])
        result.customers[month] = len(came)
        for number in range(len(world.segments)):
            here = inside & (segment == number)
            people = int(np.count_nonzero(company.people.segment[came] == number))
            if people:
                result.per_point[month] += people * (own[here] + worth * word[here]).mean(axis=0)
    return result


def true_plan_effect(company: Company, plan: Plan, treated: Bools) -> dict[str, float]:
    """Return what a plan changed, against the same visits without it.

    `value` (0-100) is over treated visits that met the touchpoint; `loyalty`, `nps` and `repurchase` (share) over all
    treated visits, `money` their extra expected margin in the month after, in major units.
    """
    world, visits = company.world, company.visits
    column = [point.code for point in world.touchpoints].index(plan.touchpoint)
    when = ordinals(world, visits.month, visits.day)
    reached = plan_reaches(plan, treated, company.unit_of_visit(), when) & (when < plan.evaluate_to.toordinal())
    line, before = line_after(company, column, np.where(reached, -plan.effect, 0.0))
    without = to_level(line)
    if not reached.any():
        return dict.fromkeys(("value", "loyalty", "nps", "repurchase", "money"), 0.0) | {"visits": 0}
    met = reached & visits.met[:, column]
    segment = company.segment_of_visit()[reached]
    was, now = without[reached], visits.level[reached]
    felt = [acted_on(world, line)[reached], visits.felt[reached]]
    chance = [repurchase_at(world, segment, loyalty) for loyalty in felt]
    margin = [
        p * revenue_curve(world, loyalty) * world.value.margin_rate for p, loyalty in zip(chance, felt, strict=True)
    ]
    return {
        "value": float(10.0 * (visits.perceived[met, column] - before[met]).mean()),
        "loyalty": float((now - was).mean()),
        "nps": float(100.0 * (_nps(now) - _nps(was))),
        "repurchase": float((chance[1] - chance[0]).mean()),
        "money": float((margin[1] - margin[0]).sum()),
        "visits": int(reached.sum()),
    }


def _nps(level: Ints) -> float:
    return float((level >= 9).mean() - (level <= 6).mean())
