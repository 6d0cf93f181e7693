"""A person's own password: changed by who knows it, replaced by who can read their mail."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import record
from tenants.members.models import Ticket, User
from tenants.members.services.mails import send_reset
from tenants.members.services.roles import subject_of
from tenants.members.services.tickets import issue_ticket, set_password


class WrongPassword(Refusal):
    """The present password is another one."""


@transaction.atomic
def ask_reset(*, email: str, origin: str, as_of: datetime) -> None:
    """Send a link for a new password to a person of the company; to anybody else, nothing. It never tells which."""
    user: User | None = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return
    token = issue_ticket(user=user, kind=Ticket.Kind.RESET, as_of=as_of)
    record(actor=Actor(kind="anonymous"), action="password.reset_asked", subject=subject_of(user))
    send_reset(user=user, origin=origin, token=token)


@transaction.atomic
def change_password(*, actor: Actor, current: str, password: str, session_key: str, as_of: datetime) -> User:
    """Give the person who asks another password; their other sessions and links end.

    Raises WrongPassword, BadPassword.
    """
    user: User = User.objects.select_for_update().get(pk=actor.id)
    if not user.check_password(current):
        raise WrongPassword(_("the present password is another one"), field="current")
    set_password(user=user, password=password, keep_session=session_key)
    Ticket.objects.filter(user=user, used_at=None).update(used_at=as_of)
    record(actor=actor, action="password.changed", subject=subject_of(user))
    return user
