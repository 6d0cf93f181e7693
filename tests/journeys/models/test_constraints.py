"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from journeys.models import ActionPlan, Channel, Journey, JourneyVersion, PlanUnit, Stage, StageTouchpoint, Touchpoint
from tenants.members.models import Unit
from tenants.models import Tenant

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)


def plan(**changes: Any) -> ActionPlan:
    values = {
        "code": "p", "title": "P", "metric": "value", "currency": "CNY", "baseline_from": date(2026, 1, 1),
        "start_date": date(2026, 2, 1), "evaluate_to": date(2026, 3, 1),
    }  # fmt: skip
    found: ActionPlan = ActionPlan.objects.create(**values | changes)
    return found


def published(journey: Journey, number: int) -> JourneyVersion:
    found: JourneyVersion = JourneyVersion.objects.create(
        journey=journey, number=number, state="published", published_at=AS_OF
    )
    return found


def two_published_versions() -> None:
    journey = Journey.objects.create(code="j")
    published(journey, 1)
    published(journey, 2)


def a_unit_on_both_sides() -> None:
    row, unit = plan(), Unit.objects.create(code="u")
    for arm in ("treated", "control"):
        PlanUnit.objects.create(plan=row, unit=unit, arm=arm)


def an_emotion_beyond_the_scale() -> None:
    stage = Stage.objects.create(version=published(Journey.objects.create(code="j"), 1), code="s", position=1)
    StageTouchpoint.objects.create(
        stage=stage, touchpoint=Touchpoint.objects.create(code="t"), position=1, expected_emotion=3
    )


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (lambda: Touchpoint.objects.create(code=""), "touchpoint_code_not_empty"),
        (lambda: [Touchpoint.objects.create(code="t") for _ in range(2)], "touchpoint_code_unique"),
        (lambda: Touchpoint.objects.create(code="t", weight=-1), "touchpoint_weight_not_negative"),
        (lambda: [Channel.objects.create(code="c") for _ in range(2)], "channel_code_unique"),
        (two_published_versions, "journeyversion_one_published"),
        (an_emotion_beyond_the_scale, "stagetouchpoint_emotion_range"),
        (lambda: plan(start_date=date(2025, 12, 1)), "actionplan_dates_in_order"),
        (lambda: plan(evaluate_to=date(2026, 2, 1)), "actionplan_dates_in_order"),
        (lambda: plan(state="approved"), "actionplan_approved_is_frozen"),
        (lambda: plan(state="running", approved_at=AS_OF), "actionplan_approved_is_frozen"),
        (a_unit_on_both_sides, "planunit_one_arm"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_database_refuses(in_acme: Tenant, write: Callable[[], object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()
