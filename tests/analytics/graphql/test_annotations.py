"""What happened while a trend went on: plans, alerts, versions of journeys, each in its period."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics.models.alert import Alert
from analytics.models.plan_evaluation import PlanEvaluation
from journeys.models import ActionPlan, Journey, JourneyVersion, Touchpoint
from tenants.models import Tenant
from tests.analytics.graphql.test_queries import NOW, add_run
from tests.graphql_api import Api, api_of

MARKS = """query($from: Period!, $to: Period!) { annotations(from: $from, to: $to, first: 100) { totalCount nodes {
  day period kind code nameZh nameEn detail } } }"""
SPAN = {"from": "2026-02", "to": "2026-04"}
SCOPES = ("metrics:read", "plans:read", "journeys:read")


@pytest.fixture
def happened(in_acme: Tenant) -> Tenant:
    """A plan, a touchpoint's alert and a version of a journey, all in March 2026, and a scored March."""
    add_run(3)
    touchpoint = Touchpoint.objects.create(code="queue", name_zh="等位", name_en="Waiting")
    plan = ActionPlan.objects.create(
        code="care", title="等位关怀", state="done", touchpoint=touchpoint, metric="value", currency="CNY",
        baseline_from="2026-01-01", start_date="2026-03-02", evaluate_to="2026-03-30", approved_at=NOW, baseline={},
        forecast={},
    )  # fmt: skip
    for number, verdict in ((1, "no_evidence"), (2, "worked")):
        PlanEvaluation.objects.create(
            plan=plan, number=number, model_version="1", inputs_hash=str(number), design="d", verdict=verdict,
            results={}, created_at=NOW,
        )  # fmt: skip
    journey = Journey.objects.create(code="dining", name_zh="堂食", name_en="Dining")
    at = datetime(2026, 3, 9, 17, tzinfo=UTC)  # the 10th in Shanghai
    JourneyVersion.objects.create(journey=journey, number=2, state="published", published_at=at)
    add_alert(date(2026, 3, 5), "queue")
    return in_acme


def add_alert(day: date, touchpoint: str, **changes: Any) -> None:
    values = {
        "chart": f"{touchpoint}/nps", "touchpoint": touchpoint, "metric": "nps", "day": day, "last_day": day,
        "kind": "shift", "direction": "down", "n": 9, "value": 1.0, "expected": 2.0, "z": -3.0, "level": -1.0,
        "limit": -0.8, "reasons": [], "inputs_hash": "i", "settings_number": 0, "created_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    Alert.objects.create(**values | changes)


def marks(api: Api, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.data(MARKS, **SPAN | asked)["annotations"]["nodes"]
    return found


def test_what_happened_comes_in_order_with_its_period(happened: Tenant) -> None:
    found = marks(api_of(happened, *SCOPES))

    assert [(one["day"], one["kind"], one["code"], one["detail"]) for one in found] == [
        ("2026-03-02", "PLAN_STARTED", "care", ""),
        ("2026-03-05", "ALERT", "queue", "nps_down"),
        ("2026-03-10", "JOURNEY_PUBLISHED", "dining", "2"),
        ("2026-03-30", "PLAN_EVALUATED", "care", "worked"),
    ]
    assert {one["period"] for one in found} == {"2026-03"}
    assert (found[0]["nameZh"], found[1]["nameZh"], found[1]["nameEn"]) == ("等位关怀", "等位", "Waiting")


def test_what_was_not_scored_has_no_period_and_what_lies_outside_is_left_out(happened: Tenant) -> None:
    add_alert(date(2026, 4, 30), "")
    add_alert(date(2026, 5, 1), "")

    found = marks(api_of(happened, *SCOPES))

    assert [(one["day"], one["period"], one["code"]) for one in found][-1] == ("2026-04-30", None, "")
    assert len(found) == 5


def test_withdrawn_alerts_and_plans_that_are_not_approved_are_left_out(happened: Tenant) -> None:
    Alert.objects.update(state="withdrawn")
    ActionPlan.objects.update(state="proposed")
    PlanEvaluation.objects.all().delete()

    assert [one["kind"] for one in marks(api_of(happened, *SCOPES))] == ["JOURNEY_PUBLISHED"]


def test_a_program_sees_what_its_scopes_open(happened: Tenant) -> None:
    assert {one["kind"] for one in marks(api_of(happened, "metrics:read"))} == {"ALERT"}
    assert {one["kind"] for one in marks(api_of(happened, "metrics:read", "journeys:read"))} == {
        "ALERT", "JOURNEY_PUBLISHED",
    }  # fmt: skip


def test_a_span_backwards_is_refused_in_words(happened: Tenant) -> None:
    error = api_of(happened, *SCOPES).error(MARKS, **{"from": "2026-05", "to": "2026-04"})

    assert "must be a period of the same kind as `from` and not before it" in error["message"]


def test_it_costs_the_same_queries_however_much_happened(happened: Tenant) -> None:
    api = api_of(happened, *SCOPES)
    before = api.queries(MARKS, **SPAN)

    for day in range(1, 20):
        add_alert(date(2026, 4, day), "queue")

    assert api.queries(MARKS, **SPAN) == before
