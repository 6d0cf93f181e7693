"""A case's life: every step that the table allows, no other, each in the history with who did it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from feedback.models import Case, CaseEvent, CaseState
from feedback.services.cases import working
from feedback.services.cases.history import BadText, UnknownCase
from feedback.services.cases.opening import BadCase, Wish, open_case
from feedback.services.cases.owners import UnknownOwner, UnknownTeam
from feedback.services.cases.states import NEXT
from feedback.services.cases.steps import BadStep
from tenants.access import COMMAND, Actor, Conflict, bound_to
from tenants.audit.models import AuditEvent
from tenants.models.ids import uuid7
from tests.factories import DepartmentFactory, UserFactory

ANN = Actor(kind="user", id=uuid7(), name="ann@acme.example")


@pytest.fixture
def case(in_acme: object) -> Case:
    """A case that somebody opened."""
    return open_case(actor=ANN, wish=Wish(title="Lost umbrella"))


@pytest.mark.parametrize(("was", "then"), list(product(CaseState, CaseState)))
def test_only_the_steps_of_the_table_are_taken(case: Case, was: CaseState, then: CaseState) -> None:
    Case.objects.filter(pk=case.pk).update(state=was)

    if then in NEXT[was]:
        assert working.change_state(actor=ANN, id=case.pk, state=then).state == then
    else:
        with pytest.raises(BadStep):
            working.change_state(actor=ANN, id=case.pk, state=then)


def test_a_case_goes_from_hand_to_hand_to_its_end(case: Case) -> None:
    owner, team = UserFactory(), DepartmentFactory()

    working.assign_case(actor=ANN, id=case.pk, owner=owner.email, team=team.code)
    working.comment_on_case(actor=ANN, id=case.pk, text="called her")
    working.set_root_cause(actor=ANN, id=case.pk, root_cause="facility", note="no stand")
    found = working.resolve_case(actor=ANN, id=case.pk, note="sent a new one")

    assert (found.state, found.root_cause, found.owner, found.team) == ("resolved", "facility", owner, team)
    assert found.first_response_at is not None
    assert found.resolved_at is not None
    assert found.clock_at is None
    events = CaseEvent.objects.filter(case=case).order_by("id")
    assert [(event.kind, event.by) for event in events] == [
        (kind, ANN.name) for kind in ("opened", "assigned", "comment", "changed", "state")
    ]
    told = AuditEvent.objects.filter(subject_kind="case").order_by("id").values_list("action", flat=True)
    assert list(told) == ["case.opened", "case.assigned", "case.commented", "case.changed", "case.resolved"]
    assert "umbrella" not in str(list(AuditEvent.objects.values("before", "after")))


def test_a_case_opened_again_begins_anew(case: Case) -> None:
    working.resolve_case(actor=ANN, id=case.pk, note="done")

    found = working.reopen_case(actor=ANN, id=case.pk, reason="she called again")

    assert (found.state, found.reopened, found.resolved_at, found.is_overdue) == ("reopened", 1, None, False)
    assert found.clock_at == found.due_at


def test_while_the_customer_has_to_answer_the_clock_stands_still(case: Case) -> None:
    due = case.due_at
    waiting = working.change_state(actor=ANN, id=case.pk, state=CaseState.WAITING)
    assert waiting.clock_at is None
    Case.objects.filter(pk=case.pk).update(waiting_since=waiting.waiting_since - timedelta(hours=5))

    found = working.change_state(actor=ANN, id=case.pk, state=CaseState.IN_PROGRESS)

    assert timedelta(hours=5) <= found.due_at - due < timedelta(hours=5, seconds=10)


def test_who_saw_an_older_revision_is_refused(case: Case) -> None:
    working.comment_on_case(actor=ANN, id=case.pk, text="first")

    with pytest.raises(Conflict, match="revision 2"):
        working.change_state(actor=ANN, id=case.pk, state=CaseState.CLOSED, revision=1)


def test_what_changes_nothing_is_not_told(case: Case) -> None:
    working.assign_case(actor=ANN, id=case.pk, owner=None, team=None)
    working.update_case(actor=ANN, id=case.pk, severity=case.severity)

    assert CaseEvent.objects.filter(case=case).count() == 1


def refused(kind: type[Exception], change: Any, **asked: Any) -> None:
    with pytest.raises(kind):
        change(actor=ANN, **asked)


def test_what_cannot_be_is_refused(case: Case) -> None:
    gone = UserFactory(is_active=False)
    refused(UnknownOwner, working.assign_case, id=case.pk, owner=gone.email, team=None)
    refused(UnknownTeam, working.assign_case, id=case.pk, owner=None, team="nowhere")
    refused(BadText, working.resolve_case, id=case.pk, note="  ")
    refused(BadText, working.comment_on_case, id=case.pk, text="x" * 10_001)
    refused(UnknownCase, working.comment_on_case, id=uuid7(), text="x")
    refused(working.UnknownPlan, working.update_case, id=case.pk, action_plan_id=uuid7())
    refused(working.TooMany, working.assign_cases, ids=[uuid7() for _ in range(101)], owner=None, team=None)
    refused(BadCase, open_case, wish=Wish())
    refused(BadCase, open_case, wish=Wish(title="x", customer="nobody"))
    working.resolve_case(actor=ANN, id=case.pk, note="done")
    refused(BadStep, working.assign_case, id=case.pk, owner=None, team=None)


def test_who_is_bound_to_units_does_not_reach_others_cases(case: Case) -> None:
    with bound_to(frozenset({uuid7()})):
        refused(UnknownCase, working.comment_on_case, id=case.pk, text="x")
        refused(BadCase, open_case, wish=Wish(title="x"))


def test_several_are_given_to_one_or_none_is(case: Case) -> None:
    owner, other = UserFactory(), open_case(actor=COMMAND, wish=Wish(title="other"))

    with pytest.raises(UnknownCase):
        working.assign_cases(actor=ANN, ids=[case.pk, uuid7()], owner=owner.email, team=None)
    given = working.assign_cases(actor=ANN, ids=[other.pk, case.pk], owner=owner.email, team=None)

    assert {one.owner for one in given} == {owner}
    assert [one.number for one in Case.objects.order_by("number")] == [1, 2]
