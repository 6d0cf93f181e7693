"""Roles given to people, in the whole company or in a unit and those below it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import ROLE_CAPABILITIES, Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.models import Membership, Unit, User
from tenants.members.services.granting import (
    hold_owners,
    member_of,
    require_an_owner,
    require_holding,
    role_of,
    unit_of,
)


class NoSuchMembership(Refusal):
    """A person does not have the role that is to be taken away."""


class MaskedPerson(Refusal):
    """Somebody from whom something is hidden cannot own the company."""


@transaction.atomic
def assign_role(*, actor: Actor, member_id: UUID, role: str, unit_id: UUID | None = None) -> User:
    """Give a person a role, in the whole company or in a unit; having it already changes nothing.

    Raises UnknownMember, UnknownRole, UnknownUnit, MaskedPerson, NotYoursToGive.
    """
    user = member_of(member_id)
    give_role(actor=actor, user=user, role=role, unit=unit_of(unit_id))
    return user


def give_role(*, actor: Actor, user: User, role: str, unit: Unit | None) -> None:
    """Give a role and write it down. Raises UnknownRole, MaskedPerson, NotYoursToGive."""
    found = role_of(role, in_unit=unit is not None)
    if role == "owner" and user.masks:
        raise MaskedPerson(_("something is hidden from this person: nothing may be from an owner"), field="role")
    require_holding(actor, ROLE_CAPABILITIES[role], field="role")
    if Membership.objects.get_or_create(user=user, role=found, unit=unit)[1]:
        record(actor=actor, action="role.assigned", subject=subject_of(user), after=_told(role, unit))
        emit(event="role.assigned", subject=named_by_id(user), data=_told(role, unit))


@transaction.atomic
def remove_role(*, actor: Actor, member_id: UUID, role: str, unit_id: UUID | None = None) -> User:
    """Take a role away. Raises UnknownMember, NoSuchMembership, NotYoursToGive, LastOwner."""
    hold_owners()
    user = member_of(member_id)
    held = Membership.objects.filter(user=user, role__code=role, unit_id=unit_id).select_related("unit").first()
    if held is None:
        raise NoSuchMembership(_("this person does not have that role there"), field="role")
    require_holding(actor, ROLE_CAPABILITIES.get(role, ()), field="role")
    held.delete()
    if role == "owner":
        require_an_owner()
    record(actor=actor, action="role.removed", subject=subject_of(user), before=_told(role, held.unit))
    emit(event="role.removed", subject=named_by_id(user), data=_told(role, held.unit))
    return user


def subject_of(user: User) -> Subject:
    """Return a person as the audit names them."""
    return Subject(kind="member", id=str(user.id), name=user.email)


def named_by_id(user: User) -> Subject:
    """Return a person as events name them: without name or address, which leave the company only when asked for."""
    return Subject(kind="member", id=str(user.id))


def _told(role: str, unit: Unit | None) -> dict[str, object]:
    return {"role": role, "unit": unit.code if unit else ""}
