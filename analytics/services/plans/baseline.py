"""What is frozen of the time before a plan: the metric of both arms, and the effect that the plan could show."""

from typing import Any

from analytics.aggregates.plan_customers import Arms as People
from analytics.aggregates.plan_customers import Sums, customer_sums
from analytics.models.settings import Settings
from analytics.numerics.evaluation.power import Power, power_of_people, power_of_units
from analytics.services.plans.measures import cells_around, factor_of, panel_of
from analytics.services.plans.terms import Frozen
from journeys.models.plan import PlanMetric

NO_ARMS = "nobody is left untreated to compare with, so what the plan can show is not known before it ends"


def measure_baseline(frozen: Frozen, settings: Settings) -> dict[str, Any]:
    """Return n and mean of the metric in both arms before the start, null without answers, and the power of the plan.

    The power is the smallest effect, in the metric, that ends in a verdict in 80 % of plans like this one.
    """
    if frozen.people is not None:
        return _of_people(frozen, frozen.people, settings)
    if not frozen.arms.units or frozen.metric == PlanMetric.RETENTION:
        return _told(frozen, {"treated": None, "control": None}, Power(None, reason=NO_ARMS), settings)
    return _of_units(frozen, settings)


def _told(frozen: Frozen, sides: dict[str, Any], power: Power, settings: Settings) -> dict[str, Any]:
    factor, smallest = factor_of(frozen.metric, settings), power.smallest_detectable
    scaled = Power(None if smallest is None else factor * smallest, reason=power.reason)
    return {"metric": frozen.metric, **sides, "power": scaled.as_json()}


def _of_units(frozen: Frozen, settings: Settings) -> dict[str, Any]:
    span = (frozen.first, frozen.start, frozen.end)
    cells = [
        cell
        for cell in cells_around(frozen.metric, frozen.touchpoint, frozen.arms.units, span, settings)
        if cell.day < frozen.start
    ]
    panel = panel_of(cells, frozen.arms, *span)
    factor = factor_of(frozen.metric, settings)
    sides: dict[str, Any] = {}
    for side, chosen in (("treated", panel.treated), ("control", ~panel.treated)):
        n, total = float(panel.n[chosen].sum()), float(panel.total[chosen].sum())
        sides[side] = {"n": round(n), "mean": factor * total / n if n else None}
    before = slice(0, panel.first_post)
    power = power_of_units(
        panel.n[:, before],
        panel.total[:, before],
        panel.treated,
        before=(frozen.start - frozen.first).days,
        after=(frozen.end - frozen.start).days,
    )
    return _told(frozen, sides, power, settings)


def _of_people(frozen: Frozen, people: People, settings: Settings) -> dict[str, Any]:
    span = (frozen.first, frozen.start)
    found = customer_sums(
        metric=frozen.metric, arms=people, touchpoint=frozen.touchpoint, before=span, after=span, settings=settings
    )
    factor = factor_of(frozen.metric, settings)
    control, treated = (_together(found.known[arm], found.unknown[arm]) for arm in (0, 1))
    sides = {
        side: {"n": round(n), "mean": factor * total / n if n else None}
        for side, (n, total, _) in (("treated", treated), ("control", control))
    }
    return _told(frozen, sides, power_of_people(control, treated[0]), settings)


def _together(known: Sums, unknown: Sums) -> tuple[float, float, float]:
    return known[0] + unknown[0], known[1] + unknown[1], known[2] + unknown[2]
