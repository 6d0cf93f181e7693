"""A demonstration company has cases in every state, made of what its own customers answered."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from analytics.management.demo_cases import STATES, forget_cases, write_cases
from feedback.models import Case, CaseEvent, CaseRule, FeedbackItem
from feedback.services.cases.working import comment_on_case
from feedback.services.intake import ingest_records
from tenants.access import COMMAND, Actor

LAST = datetime(2026, 6, 30, tzinfo=UTC)
ANN = Actor("user", name="ann@acme.example")


def answer() -> None:
    answers = [
        {"external_id": f"a-{day}", "customer": f"c-{day}", "occurred_at": (LAST - timedelta(days=day)).isoformat(),
         "nps": 3}
        for day in range(30, 80)
    ]  # fmt: skip
    ingest_records(kind="feedback", records=answers, received_at=LAST, actor=COMMAND)


def test_cases_are_opened_from_the_last_answers_that_leave_time_to_come_back(in_acme: object) -> None:
    answer()

    assert [write_cases(last=LAST), write_cases(last=LAST)] == [len(STATES), 0]

    assert Counter(Case.objects.values_list("state", flat=True)) == {
        "new": 2, "in_progress": 1, "waiting": 1, "resolved": 2, "closed": 1, "reopened": 1,
    }  # fmt: skip
    assert CaseRule.objects.get().is_active
    assert CaseEvent.objects.filter(kind="opened").count() == len(STATES)
    assert all(case.resolved_at < LAST for case in Case.objects.filter(state__in=["resolved", "closed"]))


def test_what_a_person_wrote_into_stays_when_the_examples_go(in_acme: object) -> None:
    answer()
    write_cases(last=LAST)
    talked, answered = Case.objects.order_by("pk")[:2]
    comment_on_case(actor=ANN, id=talked.pk, text="I called her.")
    FeedbackItem.objects.exclude(pk=answered.item_id).delete()

    forget_cases()

    assert set(Case.objects.all()) == {talked, answered}
    assert CaseRule.objects.get().is_active

    FeedbackItem.objects.all().delete()
    Case.objects.filter(pk=talked.pk).delete()
    forget_cases()

    assert not Case.objects.exists()
    assert not CaseRule.objects.exists()
