"""Questions about what a company intends: read only, in the current company."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from journeys.models import ActionPlan, PlanUnit
from journeys.models.plan_parts import PlanArm

type Rows = QuerySet[Any, Any]


def plans_of_units(rows: Rows, *, units: Collection[UUID]) -> Rows:
    """Return those of some plans that are carried out at these units and nowhere else."""
    treated = PlanUnit.objects.filter(plan_id=OuterRef("pk"), arm=PlanArm.TREATED)
    elsewhere = treated.exclude(unit_id__in=units)
    return rows.filter(Exists(treated), ~Exists(elsewhere))


def parts_of_units(rows: Rows, *, units: Collection[UUID]) -> Rows:
    """Return those of some rows that belong to plans of these units; their column `plan` says which."""
    plans = plans_of_units(ActionPlan.objects.all(), units=units)
    return rows.filter(plan__in=plans.values("pk"))


def arms_of_units(rows: Rows, *, units: Collection[UUID]) -> Rows:
    """Return those of some units of plans that are among these, in plans of these units."""
    return parts_of_units(rows, units=units).filter(unit_id__in=units)
