"""What is dangerous takes a fresh proof of who one is: sessions remember when the last one was given."""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenants.access import Actor, Refusal

GOOD_FOR_SECONDS = 900
_PROVED = "proved_at"


class ProofNeeded(Refusal):
    """The last proof of who somebody is was given too long ago."""


def note_proof(session: MutableMapping[str, Any], *, as_of: datetime) -> None:
    """Remember that the person of a session proved who they are."""
    session[_PROVED] = as_of.timestamp()


def require_proof(session: MutableMapping[str, Any], *, actor: Actor, as_of: datetime) -> None:
    """Raise ProofNeeded unless a person proved in the last quarter of an hour who they are.

    A key proves it with every request.
    """
    if actor.kind == "user" and as_of.timestamp() - float(session.get(_PROVED, 0)) > GOOD_FOR_SECONDS:
        raise ProofNeeded(_("prove once more who you are: ask /auth/confirm, then ask again"))
