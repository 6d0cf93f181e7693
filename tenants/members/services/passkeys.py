"""A person's passkeys: made, used, removed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from fido2.utils import websafe_decode, websafe_encode

from tenants.access import ANONYMOUS, Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.models import Passkey, User
from tenants.members.services.ceremonies import BadPasskey, Ceremony, State
from tenants.members.services.roles import named_by_id, subject_of

MOST_PASSKEYS = 20
LONGEST_ID = 1400


class UnknownPasskey(Refusal):
    """The person has no passkey of this id."""


class TooManyPasskeys(Refusal):
    """The person has as many passkeys as one may have."""


def ask_for_passkey(*, user: User, ceremony: Ceremony) -> tuple[dict[str, Any], State]:
    """Return what a person's device is asked to make a passkey, and what to remember. Raises TooManyPasskeys."""
    known = list(Passkey.objects.filter(user=user).values_list("credential", flat=True))
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys(_("one has %(most)s passkeys at most: remove one first") % {"most": MOST_PASSKEYS})
    return ceremony.registration(user_id=user.pk.bytes, name=user.email, known=[websafe_decode(one) for one in known])


@transaction.atomic
def add_passkey(*, actor: Actor, user: User, ceremony: Ceremony, state: State, response: object, name: str) -> Passkey:
    """Keep the passkey that a person's device made. Raises BadPasskey, also for one that is known already."""
    made = ceremony.registered(state=state, response=response)
    credential = websafe_encode(made.credential_id)
    if len(credential) > LONGEST_ID:
        raise BadPasskey(_("this device's answer is not good here: try again"))
    called = name.strip()[:100] or "passkey"
    try:
        with transaction.atomic():
            passkey: Passkey = Passkey.objects.create(
                user=user, credential=credential, public_key=bytes(made), name=called
            )
    except IntegrityError as error:
        raise BadPasskey(_("this passkey is known already")) from error
    record(actor=actor, action="passkey.added", subject=_subject(passkey), after={"name": called})
    emit(event="member.passkey_added", subject=named_by_id(user), data={})
    return passkey


@transaction.atomic
def remove_passkey(*, actor: Actor, user: User, passkey_id: UUID) -> None:
    """Let a passkey of one's own be good no more. Raises UnknownPasskey."""
    passkey: Passkey | None = Passkey.objects.filter(user=user, pk=passkey_id).first()
    if passkey is None:
        raise UnknownPasskey(_("you have no passkey of this id"), field="id")
    record(actor=actor, action="passkey.removed", subject=_subject(passkey), before={"name": passkey.name})
    emit(event="member.passkey_removed", subject=named_by_id(user), data={})
    passkey.delete()


@transaction.atomic
def use_passkey(*, ceremony: Ceremony, state: State, response: object, as_of: datetime) -> User | None:
    """Return the person whose device proved to hold a passkey of this company, or None.

    None is the answer to everything that is not good: another company's key, a wrong origin, an old challenge, a
    person who left, a count that did not grow, which a copied key shows. The refusal of a known key is written down.
    """
    found = _named_by(response)
    if found is None:
        return None
    try:
        told = ceremony.proved(state=state, response=response, key=bytes(found.public_key))
    except BadPasskey:
        _note_refusal(found, "answer")
        return None
    is_newer = Passkey.objects.filter(pk=found.pk, sign_count__lt=told.counter) if told.counter else _uncounted(found)
    if not is_newer.update(sign_count=told.counter, last_used_at=as_of):
        _note_refusal(found, "count")
        return None
    user: User = found.user
    return user


def _uncounted(found: Passkey) -> Any:
    """Return the passkey if its device has never counted."""
    return Passkey.objects.filter(pk=found.pk, sign_count=0)


def _named_by(response: object) -> Passkey | None:
    """Return the passkey that an answer names, if its owner may sign in."""
    named = response.get("id") if isinstance(response, dict) else None
    if not isinstance(named, str) or not named.isascii() or not named.isprintable() or len(named) > LONGEST_ID:
        return None
    passkeys = Passkey.objects.select_related("user").filter(credential=named, user__is_active=True)
    found: Passkey | None = passkeys.first()
    return found


def _note_refusal(passkey: Passkey, why: str) -> None:
    record(actor=ANONYMOUS, action="passkey.refused", subject=subject_of(passkey.user), after={"reason": why})


def _subject(passkey: Passkey) -> Subject:
    return Subject(kind="passkey", id=str(passkey.pk), name=passkey.user.email)
