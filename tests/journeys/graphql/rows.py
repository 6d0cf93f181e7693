"""Rows to list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from journeys.models import (
    ActionPlan,
    ActionTask,
    Channel,
    Journey,
    JourneyVersion,
    PlanDepartment,
    PlanUnit,
    Stage,
    StageTouchpoint,
    Touchpoint,
)
from tenants.members.models import Department, Unit, User

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)


def add_touchpoints(codes: Iterable[str]) -> list[Touchpoint]:
    """Touchpoints, each with a channel and an owner of its own."""
    return [
        Touchpoint.objects.create(
            code=code,
            channel=Channel.objects.create(code=f"channel-{code}"),
            owner=Department.objects.create(code=f"department-{code}"),
        )
        for code in codes
    ]


def add_plans(codes: Iterable[str]) -> None:
    """Plans, each with everything that a plan can have."""
    for code in codes:
        (touchpoint,) = add_touchpoints([f"plan-{code}"])
        owner = User.objects.create(email=f"{code}@acme.example")
        plan = ActionPlan.objects.create(
            code=code,
            title=code,
            touchpoint=touchpoint,
            metric="value",
            currency="CNY",
            owner=owner,
            lead_department=touchpoint.owner,
            baseline_from=date(2026, 1, 1),
            start_date=date(2026, 2, 1),
            evaluate_to=date(2026, 3, 1),
        )
        for arm in ("treated", "control"):
            PlanUnit.objects.create(plan=plan, unit=Unit.objects.create(code=f"{arm}-{code}"), arm=arm)
        PlanDepartment.objects.create(plan=plan, department=touchpoint.owner)
        first = ActionTask.objects.create(plan=plan, title="first", assignee=owner)
        ActionTask.objects.create(plan=plan, title="second", depends_on=first, cost_minor=100)


def add_journeys(codes: Iterable[str]) -> None:
    """Journeys with a published version of two stages with two touchpoints each."""
    for code in codes:
        journey = Journey.objects.create(code=code)
        version = JourneyVersion.objects.create(journey=journey, number=1, state="published", published_at=AS_OF)
        for position in (1, 2):
            stage = Stage.objects.create(version=version, code=f"s{position}", position=position)
            for place, touchpoint in enumerate(add_touchpoints([f"{code}-{position}-1", f"{code}-{position}-2"]), 1):
                StageTouchpoint.objects.create(stage=stage, touchpoint=touchpoint, position=place)
