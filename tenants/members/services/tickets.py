"""Links that set a password once: made, sent by mail, redeemed."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.audit.services import record
from tenants.members.access import digest_of
from tenants.members.models import Ticket, User
from tenants.members.services.roles import subject_of
from tenants.members.services.sessions import drop_sessions

GOOD_FOR = {Ticket.Kind.INVITATION: timedelta(days=7), Ticket.Kind.RESET: timedelta(hours=1)}
_PREFIX = "hbt_"


class BadTicket(Refusal):
    """A link that is not good: used, expired, replaced or invented."""


class BadPassword(Refusal):
    """A password that is too easy to guess."""


def issue_ticket(
    *,
    kind: Ticket.Kind,
    origin: str,
    as_of: datetime,
    user: User | None = None,
    asked_for: str = "",
    mail_at: datetime | None = None,
) -> Ticket:
    """Make a link that a worker will send, to a person or to whoever has an address; it is good from then on.

    It is sent from `mail_at` on, at once when left out. Older links of the person are not good any more.
    """
    if user is not None:
        put_away(user=user, as_of=as_of)
    _, digest = fresh_secret()  # of a secret that nobody knows
    made: Ticket = Ticket.objects.create(
        user=user, asked_for=asked_for[:320], kind=kind, origin=origin[:300], digest=digest,
        expires_at=as_of + GOOD_FOR[kind], mail_due_at=mail_at or as_of,
    )  # fmt: skip
    return made


def put_away(*, user: User, as_of: datetime, but: Ticket | None = None) -> None:
    """Let a person's links, but one, be good no more."""
    open_ones = Ticket.objects.filter(user=user, used_at=None)
    (open_ones.exclude(pk=but.pk) if but else open_ones).update(used_at=as_of, mail_due_at=None)


def fresh_secret() -> tuple[str, str]:
    """Return a new secret of a link, and what is kept of it."""
    token = _PREFIX + secrets.token_urlsafe(32)
    return token, digest_of(token)


@transaction.atomic
def redeem_ticket(*, token: str, kind: Ticket.Kind, password: str, as_of: datetime, name: str = "") -> User:
    """Set the password of the person whose link this is, end their sessions, and let the link be good no more.

    A refused password leaves the link good. Raises BadTicket, BadPassword.
    """
    open_tickets = Ticket.objects.select_for_update(of=("self",)).select_related("user")
    good = {"kind": kind, "used_at": None, "expires_at__gt": as_of, "user__is_active": True}
    ticket = open_tickets.filter(digest=digest_of(token), **good).first()
    if ticket is None:
        raise BadTicket(_("this link is not good any more: ask for a new one"), field="token")
    user: User = ticket.user
    if name.strip():
        user.name = name.strip()[:200]
    set_password(user=user, password=password)
    Ticket.objects.filter(pk=ticket.pk).update(used_at=as_of)
    action = "invitation.accepted" if kind == Ticket.Kind.INVITATION else "password.reset"
    record(actor=Actor(kind="user", id=user.id, name=user.email), action=action, subject=subject_of(user))
    return user


def set_password(*, user: User, password: str, keep_session: str = "") -> None:
    """Give a person a password and end their sessions but one. Raises BadPassword when it is easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadPassword(" ".join(error.messages), field="password") from error
    user.set_password(password)
    user.save(update_fields=["password", "name"])
    drop_sessions(user=user, but=keep_session)
