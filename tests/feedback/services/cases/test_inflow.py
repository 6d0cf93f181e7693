"""Answers that meet a rule open a case: once, soon, not for what was there before, and not twenty of one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from feedback.models import Case, CaseEvent, CaseInflow, CaseRule, FeedbackItem, ImportBatch
from feedback.services.cases.inflow import open_waiting
from feedback.services.cases.opening import Wish, open_case
from feedback.services.cases.past import request_past
from feedback.services.cases.rules import disable_rule, update_rule
from feedback.services.cases.working import change_state
from feedback.services.undo import undo_batch
from tenants.access import COMMAND
from tenants.jobs.services import run_job
from tenants.members.models import Unit
from tests.factories import DepartmentFactory, UserFactory
from tests.feedback.services.cases.conftest import Answered, Going

BAD = {"external_id": "a-1", "customer": "c-1", "nps": 2, "text": "等了一个半小时没人理"}


def kinds() -> list[str]:
    return list(CaseEvent.objects.order_by("id").values_list("kind", flat=True))


def test_an_answer_that_meets_a_rule_opens_a_case(going: Going, answered: Answered) -> None:
    owner, team = UserFactory(), DepartmentFactory()
    rule = going(severity="high", owner=owner.email, team=team.code, sla_minutes=60)

    assert answered(BAD, {"external_id": "a-2", "nps": 9}) == 1

    case = Case.objects.get()
    assert (case.number, case.state, case.severity, case.rule, case.owner) == (1, "assigned", "high", rule, owner)
    assert (case.item, case.customer.external_id, case.touchpoint.code) == (
        FeedbackItem.objects.get(external_id="a-1"), "c-1", "queue",
    )  # fmt: skip
    assert case.due_at - case.opened_at == timedelta(hours=1)
    assert kinds() == ["opened", "assigned"]
    assert not CaseInflow.objects.exists()


def test_without_an_active_rule_nothing_waits(going: Going, answered: Answered) -> None:
    rule = going()
    disable_rule(actor=COMMAND, id=rule.pk)

    assert answered(BAD, look=False) == 0

    assert not CaseInflow.objects.exists()


def test_the_same_answer_sent_again_opens_nothing_more(going: Going, answered: Answered) -> None:
    going()

    assert [answered(BAD), answered(BAD), answered(BAD | {"nps": 1})] == [1, 0, 0]

    assert (Case.objects.count(), kinds()) == (1, ["opened"])


def test_a_batch_that_is_looked_at_twice_opens_nothing_more(going: Going, answered: Answered) -> None:
    going()
    answered(BAD, look=False)
    waiting = CaseInflow.objects.get()
    open_waiting(now=timezone.now())
    CaseInflow.objects.create(batch_id=waiting.batch_id, xid=waiting.xid)

    assert open_waiting(now=timezone.now()) == 0
    assert Case.objects.count() == 1


def test_what_was_there_before_the_rule_opens_nothing(going: Going, answered: Answered) -> None:
    answered(BAD)
    CaseRule.objects.filter(pk=going().pk).update(active_since=timezone.now() + timedelta(seconds=1))

    assert answered(BAD | {"nps": 1}) == 0  # a correction of an answer from before


def test_an_answer_that_is_old_when_it_comes_opens_nothing(going: Going, answered: Answered) -> None:
    going(fresh_days=3)
    old = (timezone.now() - timedelta(days=4)).isoformat()

    assert answered(BAD | {"occurred_at": old}, BAD | {"external_id": "a-2"}) == 1


def test_a_correction_that_makes_an_answer_bad_opens_a_case(going: Going, answered: Answered) -> None:
    going()

    assert [answered(BAD | {"nps": 9}), answered(BAD)] == [0, 1]


def test_what_one_customer_says_again_joins_the_open_case(going: Going, answered: Answered) -> None:
    going()
    going({"mentions": ["小时"]}, name="waited", severity="critical")

    assert answered(*[BAD | {"external_id": f"a-{one}"} for one in range(20)]) == 40

    case = Case.objects.get()
    assert (case.severity, kinds().count("joined"), kinds().count("opened")) == ("critical", 39, 1)


def test_after_the_case_is_over_a_new_answer_opens_another(going: Going, answered: Answered) -> None:
    going()
    answered(BAD)
    change_state(actor=COMMAND, id=Case.objects.get().pk, state="closed")

    answered(BAD | {"external_id": "a-2"})

    assert sorted(Case.objects.values_list("number", "state")) == [(1, "closed"), (2, "new")]


def test_an_answer_at_another_unit_does_not_join(going: Going, answered: Answered) -> None:
    going()

    answered(BAD | {"unit": "u1"}, BAD | {"external_id": "a-2", "unit": "u2"})

    assert sorted(Case.objects.values_list("unit__code", flat=True)) == ["u1", "u2"]


def test_beyond_the_most_of_a_day_answers_are_counted_and_not_opened(going: Going, answered: Answered) -> None:
    rule = going(most_a_day=2)

    assert answered(*[BAD | {"external_id": f"a-{one}", "customer": f"c-{one}"} for one in range(5)]) == 2

    rule.refresh_from_db()
    assert (Case.objects.count(), rule.held_back) == (2, 3)


def test_a_rule_whose_conditions_can_be_asked_no_more_stops_no_other(going: Going, answered: Answered) -> None:
    broken = going(name="broken")
    CaseRule.objects.filter(pk=broken.pk).update(conditions={"touchpoints": ["gone"]})
    going()

    assert answered(BAD) == 1


CONDITIONS: list[tuple[dict[str, Any], set[str]]] = [
    ({"score": "nps", "at_most": 6}, {"low"}),
    ({"score": "rating", "at_most": 2.5}, {"stars"}),
    ({"not": {"score": "nps", "at_most": 6}}, {"high", "stars", "quiet"}),
    ({"touchpoints": ["queue"]}, {"low", "high", "stars"}),
    ({"touchpoints": [""]}, {"quiet"}),
    ({"channels": ["app"]}, {"high"}),
    ({"units": ["north"]}, {"low"}),
    ({"sources": ["till"]}, {"stars"}),
    ({"mentions": ["充电宝", "SLOW"]}, {"low", "stars"}),
    ({"has_text": False}, {"high", "quiet"}),
    ({"is_known": False}, {"quiet"}),
    ({"attribute": "tier", "values": ["gold"]}, {"low"}),
    ({"spent_at_least": "100", "days": 30}, {"low"}),
    (
        {"all": [{"touchpoints": ["queue"]}, {"any": [{"mentions": ["slow"]}, {"channels": ["app"]}]}]},
        {"high", "stars"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("conditions", "met"), CONDITIONS, ids=[str(asked)[:40] for asked, _ in CONDITIONS])
def test_each_condition_means_what_it_says(
    going: Going, answered: Answered, lately: Any, conditions: dict[str, Any], met: set[str]
) -> None:
    now = timezone.now()
    recently = (now - timedelta(days=3)).isoformat()
    lately("customers", {"external_id": "gold", "attr.tier": "gold"}, {"external_id": "tin", "attr.tier": "tin"})
    lately(
        "orders",
        {"external_id": "o1", "customer": "gold", "occurred_at": recently, "amount": "100"},
        {"external_id": "o2", "customer": "tin", "occurred_at": recently, "amount": "99.99"},
    )
    some = [
        {"external_id": "low", "customer": "gold", "nps": 6, "unit": "n1", "text": "充电宝还坏了"},
        {"external_id": "high", "customer": "tin", "nps": 7, "channel": "app"},
        {"external_id": "stars", "customer": "tin", "rating": 2, "rating_max": 5, "text": "So slow", "source": "till"},
        {"external_id": "quiet", "nps": 8, "touchpoint": None},
    ]
    answered(*some)
    _below("n1", "north")
    rule = going(conditions)
    batch = ImportBatch.objects.filter(kind="feedback").get()
    CaseInflow.objects.create(batch_id=batch.pk, xid=0)

    open_waiting(now=now)

    events = CaseEvent.objects.filter(rule=rule)
    assert {event.item.external_id for event in events} == met


def _below(code: str, parent: str) -> None:
    Unit.objects.filter(code=code).update(parent=Unit.objects.create(code=parent))


def test_a_batch_taken_back_closes_the_cases_that_nobody_has_begun(going: Going, answered: Answered) -> None:
    going()
    answered(BAD, BAD | {"external_id": "a-2", "customer": "c-2"})
    begun, other = Case.objects.order_by("number")
    change_state(actor=COMMAND, id=begun.pk, state="in_progress")

    undo_batch(batch_id=ImportBatch.objects.get().pk, at=timezone.now())

    assert dict(Case.objects.values_list("number", "state")) == {begun.number: "in_progress", other.number: "closed"}


def test_a_rule_looks_back_when_it_is_asked_to(going: Going, answered: Answered) -> None:
    answered(BAD, BAD | {"external_id": "a-2", "customer": "c-2"})
    rule, now = going(), timezone.now()
    span = {"first": now - timedelta(days=1), "last": now}

    results = [run_job(job_id=request_past(actor=COMMAND, id=rule.pk, **span).pk).result for _ in range(2)]

    assert results == [{"answers": 2, "cases": 2, "hasMore": False}, {"answers": 0, "cases": 0, "hasMore": False}]


def test_a_case_opened_by_hand_is_joined_by_what_a_rule_finds(going: Going, answered: Answered) -> None:
    answered(BAD)
    item = FeedbackItem.objects.get()
    case = open_case(actor=COMMAND, wish=Wish(item=item.pk))
    assert open_case(actor=COMMAND, wish=Wish(item=item.pk)).pk == case.pk
    rule = going()

    update_rule(actor=COMMAND, id=rule.pk, severity="critical")
    answered(BAD | {"external_id": "a-2"})

    case.refresh_from_db()
    assert (Case.objects.count(), case.severity) == (1, "critical")
