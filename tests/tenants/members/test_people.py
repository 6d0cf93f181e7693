"""Who may let people in, give them roles and let them go; and that an owner is always left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from tenants.access import COMMAND, ROLE_CAPABILITIES, Actor, Refusal
from tenants.audit.models import AuditEvent
from tenants.members.models import Membership, SignIn, Ticket, User
from tenants.members.services import (
    assign_role,
    deactivate_member,
    end_own_sessions,
    end_session,
    ensure_user,
    invite_member,
    note_sign_in,
    reactivate_member,
    remove_role,
)
from tenants.members.services.granting import LastOwner, NotYoursToGive, UnknownMember, UnknownRole, UnknownUnit
from tenants.members.services.invitations import AlreadyMember, BadInvitation
from tenants.members.services.mailing import send_due
from tenants.members.services.roles import NoSuchMembership
from tenants.members.services.sessions import NotAPerson, UnknownSession
from tenants.models.ids import uuid7
from tests.factories import UnitFactory

pytestmark = pytest.mark.usefixtures("in_acme")
NOW = datetime(2026, 5, 1, tzinfo=UTC)
LESSER = Actor(
    kind="key", name="k", capabilities=frozenset(map(str, {*ROLE_CAPABILITIES["operator"], "members:write"}))
)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def invite(**asked: Any) -> User:
    wish: dict[str, Any] = {"email": "bo@acme.example", "role": "viewer"} | asked
    return invite_member(actor=wish.pop("actor", COMMAND), origin="https://acme.example", as_of=NOW, **wish)


class TestInviting:
    def test_a_second_invitation_replaces_the_first(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            first = invite(locale="en")
            second = invite(email="BO@acme.example")

        assert first.pk == second.pk
        assert send_due(now=NOW) == 1
        assert [message.subject for message in mail.outbox] == ["You are invited to Huibao"]
        assert Ticket.objects.filter(used_at=None).count() == 1

    def test_nothing_is_sent_when_the_invitation_is_taken_back(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(UnknownUnit):
            invite(unit_id=uuid7())

        assert send_due(now=NOW) == 0
        assert not User.objects.filter(email="bo@acme.example").exists()

    @pytest.mark.parametrize(
        ("asked", "refusal", "field"),
        [
            ({"email": "nobody"}, BadInvitation, "email"),
            ({"locale": "fr"}, BadInvitation, "locale"),
            ({"role": "king"}, UnknownRole, "role"),
            ({"role": "owner", "actor": LESSER}, NotYoursToGive, "role"),
        ],
    )
    def test_a_bad_wish_names_its_field(self, asked: dict[str, Any], refusal: type[Refusal], field: str) -> None:
        with pytest.raises(refusal) as said:
            invite(**asked)

        assert said.value.field == field

    @pytest.mark.parametrize("state", [{"is_active": False}, {"password": "pbkdf2$x"}])
    def test_who_has_come_or_has_left_is_not_invited(self, state: dict[str, Any]) -> None:
        User.objects.filter(pk=invite().pk).update(**state)

        with pytest.raises(AlreadyMember):
            invite()


class TestRoles:
    def test_a_role_in_a_unit_is_given_once_and_taken_away(self) -> None:
        user, unit = ensure_user(email="ann@acme.example", role="viewer"), UnitFactory()

        for _ in range(2):
            assign_role(actor=LESSER, member_id=user.pk, role="operator", unit_id=unit.pk)
        remove_role(actor=LESSER, member_id=user.pk, role="operator", unit_id=unit.pk)

        assert list(Membership.objects.filter(user=user).values_list("role__code", "unit")) == [("viewer", None)]
        assert actions() == ["role.assigned", "role.removed"]

    def test_the_last_owner_keeps_the_role_and_stays(self) -> None:
        owner = ensure_user(email="ann@acme.example", role="owner")
        gone = ensure_user(email="bo@acme.example", role="owner")
        deactivate_member(actor=COMMAND, member_id=gone.pk, as_of=NOW)

        for change in (
            lambda: remove_role(actor=COMMAND, member_id=owner.pk, role="owner"),
            lambda: deactivate_member(actor=COMMAND, member_id=owner.pk, as_of=NOW),
        ):
            with pytest.raises(LastOwner):
                change()

        reactivate_member(actor=COMMAND, member_id=gone.pk)
        assert remove_role(actor=COMMAND, member_id=owner.pk, role="owner") == owner

    def test_nobody_touches_who_may_more(self) -> None:
        owner = ensure_user(email="ann@acme.example", role="owner")
        ensure_user(email="bo@acme.example", role="owner")

        for change in (
            lambda: assign_role(actor=LESSER, member_id=owner.pk, role="owner"),
            lambda: remove_role(actor=LESSER, member_id=owner.pk, role="owner"),
            lambda: deactivate_member(actor=LESSER, member_id=owner.pk, as_of=NOW),
            lambda: reactivate_member(actor=LESSER, member_id=owner.pk),
        ):
            with pytest.raises(NotYoursToGive):
                change()

        assert User.objects.get(pk=owner.pk).is_active

    def test_nobody_owns_a_unit(self) -> None:
        user, unit = ensure_user(email="ann@acme.example", role="viewer"), UnitFactory()

        with pytest.raises(UnknownRole, match="owns the whole company"):
            assign_role(actor=COMMAND, member_id=user.pk, role="owner", unit_id=unit.pk)

    def test_what_is_not_there_is_said(self) -> None:
        user = ensure_user(email="ann@acme.example", role="viewer")

        with pytest.raises(NoSuchMembership):
            remove_role(actor=COMMAND, member_id=user.pk, role="manager")
        with pytest.raises(UnknownMember):
            assign_role(actor=COMMAND, member_id=uuid7(), role="viewer")


class TestSessions:
    def signed_in(self, user: User, key: str, *, days: int = 1) -> SignIn:
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
        return note_sign_in(actor=COMMAND, user=user, session_key=key, as_of=timezone.now())

    def keys(self) -> set[str]:
        return set(Session.objects.values_list("session_key", flat=True))

    def test_leaving_ends_all_sessions_and_links(self) -> None:
        user = ensure_user(email="ann@acme.example", role="viewer")
        for key in ("here", "there"):
            self.signed_in(user, key)

        deactivate_member(actor=COMMAND, member_id=user.pk, as_of=NOW)

        assert self.keys() == set()
        assert not SignIn.objects.exists()
        assert actions()[-1] == "member.deactivated"

    def test_one_is_ended_or_all_of_ones_own_but_one(self) -> None:
        user, other = (ensure_user(email=f"{name}@acme.example", role="viewer") for name in ("ann", "bo"))
        rows = [self.signed_in(user, key) for key in ("a", "b", "c")]
        self.signed_in(other, "others")

        end_session(actor=COMMAND, session_id=rows[0].pk)
        assert self.keys() == {"b", "c", "others"}
        assert end_own_sessions(actor=Actor(kind="user", id=user.pk), but="c") == 1

        assert self.keys() == {"c", "others"}

    def test_what_is_over_is_swept_out_at_the_next_sign_in(self) -> None:
        user = ensure_user(email="ann@acme.example", role="viewer")
        self.signed_in(user, "old", days=-1)

        self.signed_in(user, "new")

        assert SignIn.objects.get().session_key == "new"

    def test_a_program_has_none_and_an_unknown_one_is_said(self) -> None:
        with pytest.raises(NotAPerson):
            end_own_sessions(actor=Actor(kind="key"), but="")
        with pytest.raises(UnknownSession):
            end_session(actor=COMMAND, session_id=uuid7())
