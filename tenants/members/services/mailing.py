"""Links that wait to be sent: a row each, so that no mail is lost with a message, and nobody waits for a mail server.

The secret of a link is made when its mail is sent. Until then nobody knows it, and what waits tells nothing.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tenants.access import ANONYMOUS
from tenants.audit.services import record
from tenants.members.models import Ticket, User
from tenants.members.services.factors import must_use_sso
from tenants.members.services.mails import send_invitation, send_reset
from tenants.members.services.roles import subject_of
from tenants.members.services.tickets import GOOD_FOR, fresh_secret, put_away
from tenants.selectors import current_company

log = logging.getLogger("huibao.mail")
MOST_TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def wake_mailing() -> None:
    """Have a worker send what waits once the present transaction is committed."""
    transaction.on_commit(partial(import_string(settings.MAIL_WAKER), company=current_company()), robust=True)


def send_due(*, now: datetime, most: int = 50) -> int:
    """Send the mails of the current company that are due; return how many were tried. Two may do so at once."""
    tried = 0
    while tried < most and _send_one(now):
        tried += 1
    return tried


def next_mail_at() -> datetime | None:
    """Return when the next mail is due; None when none waits."""
    moment: datetime | None = (
        Ticket.objects.exclude(mail_due_at=None).order_by("mail_due_at").values_list("mail_due_at", flat=True).first()
    )
    return moment


@transaction.atomic
def _send_one(now: datetime) -> bool:
    """Send the mail that waits longest; return whether there was one."""
    waiting = Ticket.objects.select_for_update(skip_locked=True).filter(mail_due_at__lte=now)
    ticket: Ticket | None = waiting.order_by("mail_due_at").first()
    if ticket is None:
        return False
    user = _reader_of(ticket)
    if user is None or ticket.used_at is not None:
        ticket.delete()
        return True
    put_away(user=user, as_of=now, but=ticket)
    token, ticket.digest = fresh_secret()
    ticket.user, ticket.asked_for, ticket.expires_at = user, "", now + GOOD_FOR[Ticket.Kind(ticket.kind)]
    _try(ticket, user, token, now)
    ticket.save()
    return True


def _reader_of(ticket: Ticket) -> User | None:
    """Return who gets the mail: somebody who may sign in with what it sets. To anybody else none is sent."""
    if ticket.user_id is not None:
        known: User | None = ticket.user
        return known if known is not None and known.is_active else None
    user: User | None = User.objects.filter(email=ticket.asked_for, is_active=True).first()
    if user is None or must_use_sso(user):
        return None
    record(actor=ANONYMOUS, action="password.reset_asked", subject=subject_of(user))
    return user


def _try(ticket: Ticket, user: User, token: str, now: datetime) -> None:
    send = send_invitation if ticket.kind == Ticket.Kind.INVITATION else send_reset
    try:
        send(user=user, origin=ticket.origin, token=token)
    except (SMTPException, OSError) as error:
        ticket.mail_tries += 1
        is_over = ticket.mail_tries >= MOST_TRIES
        wait = min(FIRST_WAIT * 2 ** (ticket.mail_tries - 1), LONGEST_WAIT)
        ticket.mail_due_at = None if is_over else now + wait
        log.warning("mail not taken", extra={"tries": ticket.mail_tries, "error": type(error).__name__})
    else:
        ticket.mail_due_at = None
