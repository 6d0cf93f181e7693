"""The terms of a plan as approval froze them, in the shapes that evaluation works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.aggregates import plan_customers
from analytics.services.plans.measures import Arms, read_arms
from journeys.models.plan import EffectUnit, PlanDesign

EVERYBODY = Arms((), (), all_others=False)


@dataclass(frozen=True, slots=True)
class Frozen:
    """The terms that approval froze. `people` is None unless customers are treated by an attribute."""

    metric: str
    touchpoint: str | None
    first: date
    start: date
    end: date
    arms: Arms
    unit_of_effect: str
    starts: Mapping[str, date]
    people: plan_customers.Arms | None
    control_touchpoints: tuple[str, ...]
    design: str

    @property
    def by_unit(self) -> bool:
        """Return whether units are treated, not customers."""
        return self.unit_of_effect == EffectUnit.UNIT


def frozen_terms(terms: Mapping[str, Any]) -> Frozen:
    """Return the terms; what did not exist when a plan was approved has its default."""
    return Frozen(
        metric=terms["metric"],
        touchpoint=terms["touchpoint"],
        first=date.fromisoformat(terms["baseline_from"]),
        start=date.fromisoformat(terms["start_date"]),
        end=date.fromisoformat(terms["evaluate_to"]),
        arms=read_arms(terms) if terms["treated_units"] or terms["control_units"] else EVERYBODY,
        unit_of_effect=terms["unit_of_effect"],
        starts={code: date.fromisoformat(day) for code, day in terms.get("unit_start_dates", {}).items()},
        people=_people(terms.get("treated_customers_attribute")),
        control_touchpoints=tuple(terms.get("control_touchpoints", ())),
        design=terms.get("design", PlanDesign.AUTO),
    )


def _people(named: Mapping[str, Any] | None) -> plan_customers.Arms | None:
    if named is None:
        return None
    return plan_customers.Arms(named["name"], tuple(named["treated"]), tuple(named["control"]))


def chosen_design(frozen: Frozen) -> str:
    """Return the design that the plan names, or the one that fits who is treated and when."""
    if frozen.design != PlanDesign.AUTO:
        return frozen.design
    if frozen.people is not None:
        return str(PlanDesign.DID)
    if not frozen.by_unit or (not frozen.arms.control and frozen.control_touchpoints):
        return str(PlanDesign.SINGLE_SERIES)
    if len({frozen.starts.get(unit, frozen.start) for unit in frozen.arms.treated}) > 1:
        return str(PlanDesign.STAGGERED)
    return str(PlanDesign.DID)
