"""Nobody resolved it in time: it becomes overdue, and is passed up step by step, once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Case, CaseEvent, CaseState
from feedback.services.cases.alarms import next_alarm, ring_due
from feedback.services.cases.calendar import BadHours, set_hours
from feedback.services.cases.hours import DAYS
from feedback.services.cases.rules import BadRule, create_rule
from feedback.services.cases.working import change_state
from tenants.access import COMMAND
from tenants.hooks.models import WebhookEndpoint, WebhookEvent
from tests.factories import UserFactory
from tests.feedback.services.cases.conftest import UNHAPPY, Answered, Going

BAD = {"external_id": "a-1", "customer": "c-1", "nps": 2, "unit": "u1"}
LADDER = [{"minutes": 30, "severity": "high"}, {"minutes": 90, "severity": "critical"}]


def rung(minutes: float) -> list[str]:
    """Return what happened by so many minutes after a case was opened."""
    ring_due(now=Case.objects.get().opened_at + timedelta(minutes=minutes))
    return list(CaseEvent.objects.order_by("id").values_list("kind", flat=True))


def test_a_case_is_passed_up_and_overdue_in_its_time(going: Going, answered: Answered) -> None:
    WebhookEndpoint.objects.create(name="esb", shown_url="https://esb.example", sealed_url="x")
    lead = UserFactory()
    going(sla_minutes=60, ladder=[*LADDER[:1], LADDER[1] | {"owner": lead.email}])
    answered(BAD)
    assert next_alarm() == Case.objects.get().opened_at + timedelta(minutes=30)

    assert rung(29) == ["opened"]
    assert rung(30) == ["opened", "escalated"]
    assert rung(60) == ["opened", "escalated", "overdue"]
    assert rung(95) == ["opened", "escalated", "overdue", "escalated"]
    assert rung(9999) == ["opened", "escalated", "overdue", "escalated"]

    case = Case.objects.get()
    assert (case.is_overdue, case.escalations, case.severity, case.owner) == (True, 2, "critical", lead)
    assert next_alarm() is None
    told = WebhookEvent.objects.filter(type__startswith="case.").order_by("id").values_list("type", flat=True)
    assert list(told) == ["case.opened", "case.escalated", "case.overdue", "case.escalated"]


@pytest.mark.parametrize("state", [CaseState.WAITING, CaseState.RESOLVED, CaseState.CLOSED])
def test_what_waits_or_is_over_is_not_passed_up(going: Going, answered: Answered, state: CaseState) -> None:
    going(sla_minutes=60, ladder=LADDER)
    answered(BAD)
    change_state(actor=COMMAND, id=Case.objects.get().pk, state=state)

    assert rung(9999) == ["opened", "state"]


def test_the_clock_runs_while_people_work_at_the_unit(going: Going, answered: Answered) -> None:
    going(sla_minutes=60)
    answered(BAD | {"external_id": "a-0", "unit": "u2", "customer": "c-2"})
    today = timezone.now().date()
    week = {day: ["00:00-24:00"] for day in DAYS}
    free = [today + timedelta(days=day) for day in range(-1, 3)]
    set_hours(actor=COMMAND, unit="u2", week=week, holidays=free)

    answered(BAD, BAD | {"external_id": "a-2", "unit": "u2", "customer": "c-3"})

    there, elsewhere = Case.objects.get(customer__external_id="c-3"), Case.objects.get(customer__external_id="c-1")
    assert elsewhere.due_at - elsewhere.opened_at == timedelta(hours=1)
    assert there.due_at - there.opened_at > timedelta(days=1)


@pytest.mark.parametrize(
    "asked",
    [
        {"week": {"mon": ["18:00-09:00"]}}, {"week": {}}, {"week": {"mon": ["09:00-10:00"]}, "unit": "nowhere"},
        {"week": {"mon": ["09:00-10:00"]}, "timezone": "Mars/Olympus"}, {"week": {"monday": ["09:00-10:00"]}},
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(in_acme: object, asked: dict[str, object]) -> None:
    with pytest.raises(BadHours):
        set_hours(actor=COMMAND, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        {"ladder": [{"minutes": 0, "severity": "high"}]}, {"ladder": [{"minutes": 5}]}, {"sla_minutes": 0},
        {"ladder": [{"minutes": 5, "severity": "low"}] * 11}, {"name": " "}, {"fresh_days": -1}, {"most_a_day": 10**9},
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(in_acme: object, values: dict[str, object]) -> None:
    with pytest.raises(BadRule):
        create_rule(actor=COMMAND, **{"name": "unhappy", "conditions": UNHAPPY} | values)
