"""The second factor of one person: switched on with a first code, asked for, switched off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import ANONYMOUS, Actor, Refusal
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.hooks.services.sealing import UnreadableSecret, seal, unseal
from tenants.members.access import digest_of
from tenants.members.models import User
from tenants.members.services.factors import clear_codes
from tenants.members.services.roles import named_by_id, subject_of
from tenants.members.services.totp import bare, new_recovery_codes, step_of

PURPOSE = b"huibao second factor"


class WrongCode(Refusal):
    """A code is not the one that the app shows, or was used before."""


class FactorState(Refusal):
    """The second factor is on, or off, already."""


@transaction.atomic
def enable_codes(*, actor: Actor, secret: str, code: str, as_of: datetime) -> list[str]:
    """Ask the person who acts for codes from now on; return recovery codes, which nobody can read again.

    Raises WrongCode when the app shows another code, FactorState when codes are asked for already.
    """
    user = _locked(actor.id)
    if user.second_factor_at is not None:
        raise FactorState(_("the second factor is on already"))
    step = step_of(bare(code), secret=secret, as_of=as_of, after=user.second_factor_step)
    if step is None:
        raise WrongCode(_("this code is wrong or was used: wait for the next one"), field="code")
    user.sealed_secret = seal(secret, purpose=PURPOSE)
    user.second_factor_at, user.second_factor_step = as_of, step
    codes = _renew(user)
    record(actor=actor, action="second_factor.enabled", subject=subject_of(user))
    emit(event="member.second_factor_changed", subject=named_by_id(user), data={"state": "on"})
    return codes


@transaction.atomic
def replace_recovery_codes(*, actor: Actor) -> list[str]:
    """Return new recovery codes; the ones before are good no more. Raises FactorState when codes are not asked for."""
    user = _locked(actor.id)
    _require_on(user)
    codes = _renew(user)
    record(actor=actor, action="recovery_codes.replaced", subject=subject_of(user))
    return codes


@transaction.atomic
def disable_codes(*, actor: Actor) -> None:
    """Ask the person who acts for no codes any more. Raises FactorState when none are asked for."""
    user = _locked(actor.id)
    _require_on(user)
    clear_codes(user)
    record(actor=actor, action="second_factor.disabled", subject=subject_of(user))
    emit(event="member.second_factor_changed", subject=named_by_id(user), data={"state": "off"})


@transaction.atomic
def take_code(*, user_id: UUID, code: str, as_of: datetime) -> str | None:
    """Use up a code, or a recovery code, of a person; return which of the two it was, None when it is neither.

    A code is good once, in any session; so is a recovery code. A wrong one is written down.
    """
    user = _locked(user_id)
    typed = bare(code)
    step = _step_of(user, typed, as_of) if user.second_factor_at else None
    if step is not None:
        user.second_factor_step = step
        user.save(update_fields=["second_factor_step"])
        return "totp"
    if digest_of(typed) in user.recovery_digests:
        user.recovery_digests = [one for one in user.recovery_digests if one != digest_of(typed)]
        user.save(update_fields=["recovery_digests"])
        left = {"left": len(user.recovery_digests)}
        record(actor=ANONYMOUS, action="recovery_code.used", subject=subject_of(user), after=left)
        return "recovery"
    record(actor=ANONYMOUS, action="second_factor.refused", subject=subject_of(user))
    return None


def _step_of(user: User, typed: str, as_of: datetime) -> int | None:
    try:
        secret = unseal(user.sealed_secret, purpose=PURPOSE)
    except UnreadableSecret:  # another installation's: recovery codes are good still, and an owner may reset it
        return None
    return step_of(typed, secret=secret, as_of=as_of, after=user.second_factor_step)


def _renew(user: User) -> list[str]:
    codes = new_recovery_codes()
    user.recovery_digests = [digest_of(bare(code)) for code in codes]
    user.save(update_fields=["sealed_secret", "second_factor_at", "second_factor_step", "recovery_digests"])
    return codes


def _require_on(user: User) -> None:
    if user.second_factor_at is None:
        raise FactorState(_("the second factor is off"))


def _locked(user_id: UUID | None) -> User:
    found: User = User.objects.select_for_update().get(pk=user_id)
    return found
