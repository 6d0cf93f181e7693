"""Who may bring in files of which kind."""

from feedback.services.directory.words import COLUMNS, PEOPLE
from tenants.access import Actor, Refusal


class UnknownDirectory(Refusal):
    """There are no files of that kind."""


class NotYourDirectory(Refusal):
    """Somebody may not bring files of that kind."""


def require_may(actor: Actor, kind: str) -> None:
    """Raise UnknownDirectory for an unknown kind, NotYourDirectory for one that takes a right that the actor lacks."""
    if kind not in COLUMNS:
        raise UnknownDirectory(f"there are no files of {kind!r}: use one of {', '.join(COLUMNS)}", field="kind")
    needed = "members:write" if kind == PEOPLE else "settings:write"
    if not actor.may(needed):
        raise NotYourDirectory(f"bringing in {kind} takes the scope {needed}", field="kind")
    if actor.units is not None:
        raise NotYourDirectory("your own rights end at some units: ask somebody of the whole company", field="kind")
