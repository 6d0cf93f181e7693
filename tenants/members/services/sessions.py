"""Sessions in which people are signed in: noted, and ended."""

from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import ANONYMOUS, Actor, Refusal, current_request
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.models import SignIn, User


class UnknownSession(Refusal):
    """No session has this id."""


class NotAPerson(Refusal):
    """A program has no sessions."""


@transaction.atomic
def note_sign_in(*, actor: Actor, user: User, session_key: str, as_of: datetime, way: str = "") -> SignIn:
    """Note that a person is signed in, and by what; what is left of their sessions that are over is swept out."""
    alive = Session.objects.filter(expire_date__gt=as_of).values("session_key")
    SignIn.objects.filter(user=user).exclude(session_key__in=alive).delete()
    request = current_request()
    told = {
        "user": user,
        "started_at": as_of,
        "address": request.address if request else "",
        "user_agent": request.user_agent[:200] if request else "",
        "way": way,
    }
    # Who signs in again while signed in keeps the session's key.
    found = SignIn.objects.update_or_create(session_key=session_key, defaults=told)
    made: SignIn = found[0]
    record(actor=actor, action="session.started", subject=_subject(made, user), after={"way": way} if way else None)
    return made


@transaction.atomic
def note_refused_sign_in(*, email: str) -> None:
    """Note that somebody gave a wrong password, or an address that nobody here has.

    Of an unknown address nothing is written down: it may be a password, typed into the wrong box.
    """
    user: User | None = User.objects.filter(email=email.strip().lower()).first()
    about = Subject("member", str(user.id), user.email) if user else Subject("member")
    record(actor=ANONYMOUS, action="session.refused", subject=about)


@transaction.atomic
def note_sign_out(*, actor: Actor, session_key: str) -> None:
    """Note that a person signs out; nothing when nobody was signed in."""
    found: SignIn | None = SignIn.objects.select_related("user").filter(session_key=session_key).first()
    if found is None:
        return
    record(actor=actor, action="session.ended", subject=_subject(found, found.user))
    _tell(found.user)
    found.delete()


def carry_over(*, before: str, after: str) -> None:
    """Note that a session goes on under another key."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def end_session(*, actor: Actor, session_id: UUID) -> SignIn:
    """Sign a person out of one session. Raises UnknownSession."""
    found: SignIn | None = SignIn.objects.select_related("user").filter(pk=session_id).first()
    if found is None:
        raise UnknownSession(_("no session has this id"), field="id")
    drop_sessions(user=found.user, only=found.session_key)
    record(actor=actor, action="session.ended", subject=_subject(found, found.user))
    return found


@transaction.atomic
def end_own_sessions(*, actor: Actor, but: str) -> int:
    """Sign the person who asks out of every session but the one they ask from; return how many were ended.

    Raises NotAPerson for a key.
    """
    if actor.kind != "user":
        raise NotAPerson(_("only people have sessions: a key is revoked instead"))
    user: User = User.objects.get(pk=actor.id)
    ended = drop_sessions(user=user, but=but)
    if ended:
        subject = Subject(kind="member", id=str(user.id), name=user.email)
        record(actor=actor, action="session.ended", subject=subject, after={"sessions": ended})
    return ended


@transaction.atomic
def drop_sessions(*, user: User, only: str = "", but: str = "") -> int:
    """Delete a person's sessions, all of them, one, or all but one; return how many there were."""
    rows = SignIn.objects.filter(user=user)
    rows = rows.filter(session_key=only) if only else rows.exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    if keys:
        _tell(user)
    return ended


def _tell(user: User) -> None:
    """Tell whoever listens that sessions of a person ended; who it is, by id alone."""
    emit(event="session.ended", subject=Subject(kind="member", id=str(user.id)), data={})


def _subject(row: SignIn, user: User) -> Subject:
    return Subject(kind="session", id=str(row.id), name=user.email)
