"""A person's own password: changed by who knows it, replaced by who can read their mail."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import record
from tenants.members.models import Ticket, User
from tenants.members.services.mailing import wake_mailing
from tenants.members.services.roles import subject_of
from tenants.members.services.tickets import issue_ticket, set_password


class WrongPassword(Refusal):
    """The present password is another one."""


@transaction.atomic
def ask_reset(*, email: str, origin: str, as_of: datetime) -> None:
    """Have a link for a new password sent to who has this address, if anybody.

    Who that is a worker looks up: what is done here, and how long it takes, is the same for every address.
    """
    issue_ticket(kind=Ticket.Kind.RESET, asked_for=email.strip().lower(), origin=origin, as_of=as_of)
    wake_mailing()


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
