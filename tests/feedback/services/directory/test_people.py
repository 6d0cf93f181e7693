"""People from a file: nobody gets more than who brings it holds, and nobody loses anything unnoticed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from tenants.access import ALL_CAPABILITIES, COMMAND, ROLE_CAPABILITIES, Actor
from tenants.audit.models import AuditEvent
from tenants.members.models import Membership, Ticket, User
from tenants.members.selectors import actor_of_user
from tenants.members.services import deactivate_member, ensure_user
from tenants.members.services.mailing import send_due
from tests.factories import UnitFactory
from tests.feedback.services.directory.files import NOW, OWNER, take, told

HEAD = "email,name,role,units,masks,language\n"
ANN = "ann@acme.example,安,经理,b1;b2,手机,zh\n"
PROGRAM = Actor(kind="key", name="esb", capabilities=frozenset(map(str, ALL_CAPABILITIES)))


@pytest.fixture(autouse=True)
def units(in_acme: Any) -> None:
    for code in ("b1", "b2", "b3"):
        UnitFactory(code=code)


def held(email: str) -> set[tuple[str, str | None]]:
    return set(Membership.objects.filter(user__email=email).values_list("role__code", "unit__code"))


def test_a_row_makes_a_person_with_roles_at_units_and_masks() -> None:
    report = take("people", HEAD + ANN)

    ann = User.objects.get(email="ann@acme.example")
    assert (report.created, report.invitations, report.refusals) == (1, 1, [])
    assert (ann.name, ann.locale, ann.masks, held(ann.email)) == (
        "安", "zh-hans", ["contacts"], {("manager", "b1"), ("manager", "b2")},
    )  # fmt: skip
    actor = actor_of_user(ann)
    assert set(ROLE_CAPABILITIES["manager"]) - actor.capabilities == {"contacts:read"}
    assert len(actor.units or ()) == 2
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert actions >= {"member.invited", "role.assigned", "member.masks_changed", "directory.imported"}


def test_the_same_file_again_changes_nothing_and_sends_nothing() -> None:
    take("people", HEAD + ANN)
    seen = AuditEvent.objects.exclude(subject_kind="directory").count()

    again = take("people", HEAD + ANN)

    assert (again.created, again.changed, again.unchanged, again.invitations) == (0, 0, 1, 0)
    assert AuditEvent.objects.exclude(subject_kind="directory").count() == seen
    assert Ticket.objects.count() == 1


def test_a_dry_run_counts_the_same_and_nobody_hears_of_it(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        report = take("people", HEAD + ANN + "x,,viewer,*,,\n", is_dry_run=True)

    assert (report.created, report.invitations, told(report)) == (1, 1, [(2, "email", "bad_email")])
    assert (callbacks, User.objects.count(), Ticket.objects.count(), mail.outbox) == ([], 0, 0, [])


def test_wrong_rows_are_refused_each_with_its_reason_and_the_others_are_taken() -> None:
    rows = [
        "ok@acme.example,,viewer,*,,", "no-address,,viewer,*,,", "a@acme.example,,boss,*,,",
        "b@acme.example,,viewer,,,",
        "c@acme.example,,viewer,b9,,", "d@acme.example,=HYPERLINK(1),viewer,*,,", "e@acme.example,,viewer,*,feet,",
        "f@acme.example,,viewer,*,,klingon", "g@acme.example,,owner,b1,,", "h@acme.example,a\u200bb,viewer,*,,",
        "h@acme.example,ab,analyst,*,,", f"{'i' * 300}@acme.example,,viewer,*,,", "j@acme.example,J,viewer,*,,",
        "j@acme.example,K,analyst,*,,",
    ]  # fmt: skip

    report = take("people", HEAD + "\n".join(rows))

    assert told(report) == [
        (2, "email", "bad_email"), (3, "role", "bad_role"), (4, "units", "missing"), (5, "units", "unknown_unit"),
        (6, "name", "formula"), (7, "masks", "bad_mask"), (8, "locale", "bad_language"), (9, "units", "bad_role"),
        (10, "name", "bad_character"), (11, "email", "row_refused"), (12, "email", "too_long"),
        (13, "name", "repeated_id"), (14, "name", "repeated_id"),
    ]  # fmt: skip
    assert [*User.objects.values_list("email", flat=True)] == ["ok@acme.example"]
    assert (report.rows, report.rejected, report.created) == (14, 13, 1)


def test_rows_of_one_person_are_one_person() -> None:
    report = take(
        "people", HEAD + "a@acme.example,A,viewer,b1,,\nA@ACME.example,,viewer,b2,,\na@acme.example,,viewer,b1,,\n"
    )

    assert (report.created, held("a@acme.example")) == (1, {("viewer", "b1"), ("viewer", "b2")})
    assert [(line.row, line.code) for line in report.notes] == [(3, "repeated")]


@pytest.mark.parametrize("actor", [PROGRAM, COMMAND], ids=["key", "command"])
def test_no_file_makes_an_owner_unless_an_owner_brings_it(actor: Actor) -> None:
    refused = take("people", HEAD + "new@acme.example,,owner,*,,\n", actor=actor)
    assert (told(refused), User.objects.count()) == ([(1, "role", "owners_alone")], 0)

    assert take("people", HEAD + "new@acme.example,,owner,*,,\n").created == 1
    changed = take("people", HEAD + "new@acme.example,Other,viewer,*,,\n", actor=actor, replaces=True)
    assert (told(changed), held("new@acme.example")) == ([(1, "role", "owners_alone")], {("owner", None)})


def test_nobody_gives_or_changes_more_than_they_hold() -> None:
    lesser = Actor(kind="key", name="k", capabilities=frozenset({*ROLE_CAPABILITIES["operator"], "members:write"}))
    ensure_user(email="mary@acme.example", role="manager")

    report = take("people", HEAD + "a@acme.example,,operator,b1,,\nb@acme.example,,manager,*,,\n", actor=lesser)
    assert (told(report), held("a@acme.example")) == ([(2, "role", "not_yours")], {("operator", "b1")})

    report = take("people", HEAD + "mary@acme.example,New,viewer,b1,,\n", actor=lesser)
    assert told(report) == [(1, "role", "not_yours")]
    assert User.objects.get(email="mary@acme.example").name == ""


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        ("mary@acme.example,,manager,*,手机,\n", "contacts:read"),
        ("bob@acme.example,,viewer,b2,,\n", "journeys:write"),  # roles that differ by unit allow what all allow
    ],
    ids=["mask", "lesser role at another unit"],
)
def test_a_row_that_takes_something_away_is_refused_unless_it_was_said(row: str, lost: str) -> None:
    ensure_user(email="mary@acme.example", role="manager")
    take("people", HEAD + "bob@acme.example,,analyst,b1,,\n")
    before = {email: held(email) for email in ("mary@acme.example", "bob@acme.example")}

    report = take("people", HEAD + row)

    assert (told(report), lost in report.refusals[0].reason) == ([(1, "role", "loses_rights")], True)
    assert {email: held(email) for email in before} == before
    taken = take("people", HEAD + row, replaces=True)
    assert (taken.changed, [line.code for line in taken.notes]) == (1, ["lost"])
    assert lost in taken.notes[0].reason


def test_a_file_that_replaces_leaves_what_it_says_and_touches_nobody_else() -> None:
    ensure_user(email="mary@acme.example", role="manager")
    ensure_user(email="sue@acme.example", role="analyst")

    take("people", HEAD + "mary@acme.example,,viewer,b1,,\n", replaces=True)

    assert (held("mary@acme.example"), held("sue@acme.example")) == ({("viewer", "b1")}, {("analyst", None)})


def test_the_last_owner_stays_one() -> None:
    ensure_user(email="boss@acme.example", role="owner", password="correct horse battery")

    report = take("people", HEAD + "boss@acme.example,,manager,*,,\n", replaces=True)

    assert (told(report), held("boss@acme.example")) == ([(1, "email", "last_owner")], {("owner", None)})
    masked = take("people", HEAD + "boss@acme.example,,viewer,b1,手机,\n")
    assert (told(masked), User.objects.get().masks) == ([(1, "masks", "owners_alone")], [])


def test_somebody_who_left_is_not_brought_back() -> None:
    user = ensure_user(email="ann@acme.example", role="viewer")
    deactivate_member(actor=COMMAND, member_id=user.pk, as_of=NOW)

    assert told(take("people", HEAD + ANN)) == [(1, "email", "has_left")]


def test_who_has_come_already_gets_no_link() -> None:
    ensure_user(email="ann@acme.example", role="viewer", password="correct horse battery")

    assert take("people", HEAD + "ann@acme.example,,viewer,*,,\n").invitations == 0
    assert take("people", HEAD + "new@acme.example,,viewer,*,,\n", origin=None).invitations == 0


def test_mails_leave_one_after_the_other_and_a_second_file_waits_for_the_first() -> None:
    rows = "".join(f"p{number}@acme.example,,viewer,*,,en\n" for number in range(20))

    assert take("people", HEAD + rows).invitations == 20
    take("people", HEAD + "late@acme.example,,viewer,*,,\n")

    due = list(Ticket.objects.order_by("mail_due_at").values_list("mail_due_at", "user__email"))
    assert due[0] == (NOW, "p0@acme.example")
    assert due[-1] == (NOW + timedelta(seconds=30), "late@acme.example")
    assert send_due(now=NOW + timedelta(seconds=15)) == 11
    assert mail.outbox[0].to == ["p0@acme.example"]


def test_masks_come_off_by_a_file_too() -> None:
    take("people", HEAD + ANN)

    report = take("people", HEAD + "ann@acme.example,,manager,b1;b2,无,\n")

    assert (report.changed, User.objects.get().masks) == (1, [])
    assert OWNER.may("contacts:read")
