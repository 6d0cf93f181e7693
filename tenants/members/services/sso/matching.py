"""Whose account it is: linked once, by an address that the provider verified, and never silently taken over.

Who has a password or a passkey here proves it once more before the account is linked. Who was invited and has not come
yet comes this way. Where the provider is the only way in, it stands for its people, owners excepted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.access import ROLE_CAPABILITIES, SYSTEM, Actor, Refusal
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.members.models import Membership, Passkey, Role, SsoConnection, SsoIdentity, User
from tenants.members.services.factors import is_owner
from tenants.members.services.roles import named_by_id, subject_of
from tenants.members.services.sso.protocol import Account
from tenants.members.services.tickets import put_away

LINK_WAITS_SECONDS = 600


class NotAdmitted(Refusal):
    """The provider knows the person, and the company does not want them in."""


class LinkFirst(Refusal):
    """The person has an account here, which they prove before the provider's is linked. `waiting` is to be kept."""

    def __init__(self, message: str, *, waiting: dict[str, Any]) -> None:
        super().__init__(message)
        self.waiting = waiting


@transaction.atomic
def admit(*, connection: SsoConnection, account: Account, as_of: datetime) -> User:
    """Return the person whose account at the provider this is. Raises NotAdmitted, LinkFirst."""
    linked = SsoIdentity.objects.select_related("user").filter(issuer=account.issuer, subject=account.subject).first()
    if linked is not None:
        user: User = linked.user
        if not user.is_active:
            raise _unwanted()
        return user
    _require_address(connection, account)
    known: User | None = User.objects.select_for_update().filter(email=account.email).first()
    if known is None:
        return _welcome(connection, account, as_of)
    if not known.is_active or SsoIdentity.objects.filter(user=known, issuer=account.issuer).exists():
        raise _unwanted()
    if not _may_link(connection, known):
        waiting = {"user": str(known.pk), "issuer": account.issuer, "subject": account.subject}
        message = _("This address has an account here: sign in to it once more, and the two are linked.")
        raise LinkFirst(message, waiting=waiting | {"until": as_of.timestamp() + LINK_WAITS_SECONDS})
    _link(known, issuer=account.issuer, subject=account.subject, as_of=as_of, actor=SYSTEM)
    put_away(user=known, as_of=as_of)
    return known


def finish_link(*, actor: Actor, user: User, waiting: Mapping[str, Any], as_of: datetime) -> bool:
    """Link the account that waits in a session with the person who just signed in; return whether it was theirs."""
    is_theirs = waiting["user"] == str(user.pk) and as_of.timestamp() <= waiting["until"]
    if not is_theirs or not SsoConnection.objects.filter(issuer=waiting["issuer"]).exists():
        return False
    try:
        with transaction.atomic():
            _link(user, issuer=waiting["issuer"], subject=waiting["subject"], as_of=as_of, actor=actor)
    except IntegrityError:  # linked meanwhile, with this person or with another: that one stays
        return False
    return True


def _require_address(connection: SsoConnection, account: Account) -> None:
    try:
        validate_email(account.email)
    except ValidationError as error:
        message = _("Your account's provider does not say that your e-mail address was verified.")
        raise NotAdmitted(message) from error
    if connection.domains and account.email.rpartition("@")[2] not in connection.domains:
        raise _unwanted()


def _may_link(connection: SsoConnection, user: User) -> bool:
    """Return whether the provider's word is enough for somebody who is known here."""
    has_own_way = user.has_usable_password() or Passkey.objects.filter(user=user).exists()
    return not has_own_way or (connection.is_only_way and not is_owner(user))


def _welcome(connection: SsoConnection, account: Account, as_of: datetime) -> User:
    """Make an account for somebody who comes the first time, if the company wants that."""
    if connection.default_role not in ROLE_CAPABILITIES:
        raise _unwanted()
    made = User.objects.get_or_create(email=account.email, defaults={"name": account.name, "password": "!"})
    user: User = made[0]
    if not made[1]:  # two browsers at once: the other one was first
        raise _unwanted()
    Membership.objects.create(user=user, role=Role.objects.get(code=connection.default_role), unit=None)
    after = {"role": connection.default_role, "by": connection.issuer}
    record(actor=SYSTEM, action="member.joined", subject=subject_of(user), after=after)
    emit(event="member.joined", subject=named_by_id(user), data={"role": connection.default_role})
    _link(user, issuer=account.issuer, subject=account.subject, as_of=as_of, actor=SYSTEM)
    return user


def _link(user: User, *, issuer: str, subject: str, as_of: datetime, actor: Actor) -> None:
    SsoIdentity.objects.create(user=user, issuer=issuer, subject=subject, linked_at=as_of)
    record(actor=actor, action="sso.linked", subject=subject_of(user), after={"issuer": issuer})


def _unwanted() -> NotAdmitted:
    return NotAdmitted(_("Your company has not let you in: ask an owner to invite you."))
