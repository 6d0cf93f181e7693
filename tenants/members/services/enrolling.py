"""A person as a list says they are: made or changed to be so, and nothing is taken from them unnoticed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.members.models import Membership, Ticket, Unit, User
from tenants.members.selectors import actor_of_user, capabilities_of
from tenants.members.services.enrolments import Enrolled, Enrolment, HasLeft, Held, LosesRights, OwnersAlone, Terms
from tenants.members.services.granting import hold_owners, require_an_owner, require_holding
from tenants.members.services.masks import set_masks
from tenants.members.services.roles import give_role, named_by_id, remove_role, subject_of
from tenants.members.services.tickets import issue_ticket


@transaction.atomic
def enrol(*, asked: Enrolment, terms: Terms, mail_at: datetime) -> Enrolled:
    """Make a person as a list says, or change them to be so; wholly or not at all.

    Whoever has never come and has no link that is good gets one, sent from `mail_at` on. Raises HasLeft, OwnersAlone,
    LosesRights, NotYoursToGive, LastOwner, MaskedPerson, UnknownRole.
    """
    _require_usable(terms.actor, asked.roles)
    if any(role == "owner" for role, _unit in asked.roles) and asked.masks:
        raise OwnersAlone(_("nothing is hidden from an owner"), field="masks")
    user: User | None = User.objects.select_for_update().filter(email=asked.email).first()
    is_new = user is None
    if user is None:
        user = _made(asked)
    if not user.is_active:
        raise HasLeft(_("this person left: let them come back first"), field="email")
    held = set(Membership.objects.filter(user=user).values_list("role__code", "unit_id"))
    before = actor_of_user(user)
    changes = _changes(user, asked, held, terms)
    if changes and not is_new:
        _require_usable(terms.actor, held)
    _apply(user, asked, held, terms)
    lost = [] if is_new else _lost(before, actor_of_user(user))
    if lost and not terms.replaces:
        words = _("this would take away: %(what)s; say that the file replaces what people have, if it shall")
        raise LosesRights(words % {"what": ", ".join(lost)}, field="role")
    invited = terms.origin is not None and _needs_link(user, terms.as_of)
    if invited:
        _invite(user, asked, terms, mail_at)
    outcome = "created" if is_new else "changed" if changes else "unchanged"
    return Enrolled(user=user, outcome=outcome, is_invited=invited, lost=lost)


def _require_usable(actor: Actor, roles: Collection[Held]) -> None:
    codes = {role for role, _unit in roles}
    if "owner" in codes and "owner" not in actor.role.split(","):
        raise OwnersAlone(_("only an owner makes, changes or unmakes an owner"), field="role")
    require_holding(actor, capabilities_of(codes), field="role")


def _made(asked: Enrolment) -> User:
    user = User(email=asked.email, name=asked.name, locale=asked.locale or "zh-hans")
    user.set_unusable_password()
    user.save()
    return user


def _changes(user: User, asked: Enrolment, held: set[Held], terms: Terms) -> bool:
    """Return whether anything of a person is to be other than it is."""
    return (
        bool(asked.roles - held)
        or (terms.replaces and bool(held - asked.roles))
        or asked.name not in {"", user.name}
        or asked.locale not in {"", user.locale}
        or (asked.masks is not None and list(asked.masks) != user.masks)
    )


def _apply(user: User, asked: Enrolment, held: set[Held], terms: Terms) -> None:
    gone = sorted(held - asked.roles, key=str) if terms.replaces else []
    if ("owner", None) in gone:
        hold_owners()
    _describe(user, asked, terms.actor)
    if asked.masks is not None and not asked.masks:
        set_masks(actor=terms.actor, user=user, masks=[])  # first: nobody from whom something is hidden owns
    units = Unit.objects.in_bulk([unit for _role, unit in asked.roles - held if unit is not None])
    for role, unit in sorted(asked.roles - held, key=str):
        give_role(actor=terms.actor, user=user, role=role, unit=units[unit] if unit is not None else None)
    for role, unit in gone:
        remove_role(actor=terms.actor, member_id=user.pk, role=role, unit_id=unit)
    if asked.masks:
        _require_no_owner(user)
        set_masks(actor=terms.actor, user=user, masks=list(asked.masks))
    if ("owner", None) in gone:
        require_an_owner()


def _describe(user: User, asked: Enrolment, actor: Actor) -> None:
    before = {"name": user.name, "locale": user.locale}
    after = {"name": asked.name or user.name, "locale": asked.locale or user.locale}
    if before != after:
        user.name, user.locale = after["name"], after["locale"]
        user.save(update_fields=["name", "locale"])
        record(actor=actor, action="member.described", subject=subject_of(user), before=before, after=after)


def _require_no_owner(user: User) -> None:
    if Membership.objects.filter(user=user, role__code="owner").exists():
        raise OwnersAlone(_("nothing is hidden from an owner"), field="masks")


def _lost(before: Actor, after: Actor) -> list[str]:
    """Return what somebody may do no more, in words of scopes; "units" when it is at fewer units."""
    lost = sorted(before.capabilities - after.capabilities)
    fewer = after.units is not None and (before.units is None or not before.units <= after.units)
    return [*lost, "units"] if fewer and before.capabilities else lost


def _needs_link(user: User, as_of: datetime) -> bool:
    """Return whether a person has never come, and has no link with which they could."""
    if user.has_usable_password() or user.last_login is not None:
        return False
    good = Ticket.objects.filter(user=user, kind=Ticket.Kind.INVITATION, used_at=None, expires_at__gt=as_of)
    return not good.exists()


def _invite(user: User, asked: Enrolment, terms: Terms, mail_at: datetime) -> None:
    issue_ticket(user=user, kind=Ticket.Kind.INVITATION, origin=terms.origin or "", as_of=terms.as_of, mail_at=mail_at)
    roles = ",".join(sorted({role for role, _unit in asked.roles}))
    record(actor=terms.actor, action="member.invited", subject=subject_of(user), after={"role": roles})
    emit(event="member.invited", subject=named_by_id(user), data={"role": roles})
