"""People are invited by mail, set a password themselves, and may leave again."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.members.models import Membership, Ticket, Unit, User
from tenants.members.selectors import capabilities_of
from tenants.members.services.granting import hold_owners, member_of, require_an_owner, require_holding, unit_of
from tenants.members.services.mailing import wake_mailing
from tenants.members.services.roles import give_role, named_by_id, subject_of
from tenants.members.services.sessions import drop_sessions
from tenants.members.services.tickets import issue_ticket

LANGUAGES = ("zh-hans", "en")


class BadInvitation(Refusal):
    """Somebody cannot be invited as asked."""


class AlreadyMember(Refusal):
    """Somebody who can sign in already needs no invitation."""


@transaction.atomic
def invite_member(
    *,
    actor: Actor,
    email: str,
    role: str,
    origin: str,
    as_of: datetime,
    unit_id: UUID | None = None,
    name: str = "",
    locale: str = "zh-hans",
) -> User:
    """Make a person of the company, with a role, and send them a link that sets their password.

    Inviting again somebody who has not come yet sends a new link; the old one is good no more. `origin` is the address
    of the company's host, such as https://acme.example. Raises BadInvitation, AlreadyMember and what `assign_role`
    raises.
    """
    address = _address(email)
    if locale not in LANGUAGES:
        raise BadInvitation(
            _("use one of the languages %(languages)s") % {"languages": ", ".join(LANGUAGES)}, field="locale"
        )
    unit: Unit | None = unit_of(unit_id)
    user: User | None = User.objects.select_for_update().filter(email=address).first()
    if user is None:
        user = User(email=address, name=name.strip()[:200], locale=locale)
        user.set_unusable_password()
        user.save()
    elif not user.is_active or user.has_usable_password():
        raise AlreadyMember(_("this person is known here: give them a role, or let them come back"), field="email")
    give_role(actor=actor, user=user, role=role, unit=unit)
    issue_ticket(user=user, kind=Ticket.Kind.INVITATION, origin=origin, as_of=as_of)
    record(actor=actor, action="member.invited", subject=subject_of(user), after={"role": role})
    emit(event="member.invited", subject=named_by_id(user), data={"role": role})
    wake_mailing()
    return user


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadInvitation(_("this is not an e-mail address"), field="email") from error
    return address


@transaction.atomic
def deactivate_member(*, actor: Actor, member_id: UUID, as_of: datetime) -> User:
    """Let a person sign in no more: sessions and links end at once; what they did stays theirs.

    Raises UnknownMember, NotYoursToGive, LastOwner.
    """
    hold_owners()
    user = member_of(member_id)
    require_holding(actor, _all_of(user), field="id")
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        if Membership.objects.filter(user=user, role__code="owner").exists():
            require_an_owner()
        drop_sessions(user=user)
        Ticket.objects.filter(user=user, used_at=None).update(used_at=as_of)
        record(actor=actor, action="member.deactivated", subject=subject_of(user))
        emit(event="member.deactivated", subject=named_by_id(user), data={})
    return user


@transaction.atomic
def reactivate_member(*, actor: Actor, member_id: UUID) -> User:
    """Let a person who left sign in again, with the roles they had. Raises UnknownMember, NotYoursToGive."""
    user = member_of(member_id)
    require_holding(actor, _all_of(user), field="id")
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(actor=actor, action="member.reactivated", subject=subject_of(user))
        emit(event="member.reactivated", subject=named_by_id(user), data={})
    return user


def _all_of(user: User) -> frozenset[str]:
    """Return what a person's roles allow anywhere."""
    codes = Membership.objects.filter(user=user).values_list("role__code", flat=True)
    return capabilities_of(codes)
