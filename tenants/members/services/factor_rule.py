"""A company may let nobody in by one proof alone: which sessions are held back until their person gave a second."""

from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal
from tenants.members.models import Passkey, User
from tenants.members.services.factors import ways_of_second_factor

_GIVEN = "second_factor"


class FactorNeeded(Refusal):
    """The company asks everybody for a second factor, and this is the person's last."""


class GiveFactor(Refusal):
    """The person has a second factor and did not give it in this session."""


class HasRule(Protocol):
    """Anything that says from when on one proof alone is too little; in practice a Tenant."""

    second_factor_from: datetime | None


def proves_two(way: str) -> bool:
    """Return whether a way of signing in proves two factors: a passkey is a device and a finger, face or PIN.

    >>> proves_two("password"), proves_two("password+totp"), proves_two("passkey")
    (False, True, True)
    """
    return way == "passkey" or "+" in way


def note_factor(session: MutableMapping[str, Any]) -> None:
    """Remember that the person of a session gave a second factor."""
    session[_GIVEN] = True


def is_held_back(session: Mapping[str, Any], *, company: HasRule, as_of: datetime) -> bool:
    """Return whether the person of a session has to give a second factor before anything else."""
    begins = company.second_factor_from
    return begins is not None and begins <= as_of and not session.get(_GIVEN)


def held_back(actor: Actor) -> Actor:
    """Return somebody without any right, until they give a second factor."""
    return replace(actor, capabilities=frozenset(), is_held_back=True)


def factor_wanted() -> str:
    """Return what somebody who is held back is told."""
    return _("Your company asks for a second factor: set one up, or give it, and go on.")


def require_held_factor(user: User) -> None:
    """Raise GiveFactor when a person has a second factor: who knows only the password sets up no other one."""
    if ways_to_give(user):
        raise GiveFactor(_("you have a second factor: give it first, then change what you want"))


def ways_to_give(user: User) -> list[str]:
    """Return by what somebody who is held back may give the second factor; nothing: they have none and set one up."""
    has_passkey = Passkey.objects.filter(user=user).exists()
    return ways_of_second_factor(user) or (["passkey"] if has_passkey else [])


def require_another(user: User, *, company: HasRule) -> None:
    """Raise FactorNeeded when a person gives up their last factor where the company asks for one."""
    if company.second_factor_from is None:
        return
    held = Passkey.objects.filter(user=user).count() + (user.second_factor_at is not None)
    if held < 2:
        raise FactorNeeded(_("your company asks for a second factor: set up another one before you give up this"))
