"""Questions about what a company intends: read only, in the current company."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from journeys.models import ActionPlan, ActionTask, PlanUnit
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


def history_of_plan(events: Rows, *, code: str) -> Rows:
    """Return those of some audited events that are about a plan or its tasks, those taken out of it too."""
    plan = ActionPlan.objects.filter(code=code).values_list("pk", flat=True).first()
    if plan is None:
        return events.none()
    removed = events.filter(action="task.deleted", subject_kind="task", before__plan_id=str(plan))
    tasks = {str(key) for key in ActionTask.objects.filter(plan=plan).values_list("pk", flat=True)}
    tasks |= set(removed.values_list("subject_id", flat=True))
    return events.filter(
        Q(subject_kind="plan", subject_id=str(plan)) | Q(subject_kind="task", subject_id__in=sorted(tasks))
    )
