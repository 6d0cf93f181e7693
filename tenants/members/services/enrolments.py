"""What a list says of a person, on which terms it is taken, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tenants.access import Actor, Refusal
from tenants.members.models import User

type Held = tuple[str, UUID | None]


class LosesRights(Refusal):
    """What the list says would take rights away, and it was not said that it may."""


class HasLeft(Refusal):
    """The person left; a list does not bring them back."""


class OwnersAlone(Refusal):
    """Only an owner makes, changes or unmakes an owner."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a list says of one person; an empty name, locale or `masks` None leaves what there is."""

    email: str
    roles: frozenset[Held]
    name: str = ""
    locale: str = ""
    masks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How lists are taken: who brings them, and whether they may take away, and where links lead to.

    With `replaces`, a person has afterwards the roles and masks of the list and no others; without, roles are added and
    whatever would take something away is refused. `origin` is None when nobody is to be invited.
    """

    actor: Actor
    as_of: datetime
    origin: str | None = None
    replaces: bool = False


@dataclass(slots=True)
class Enrolled:
    """What became of it: `created`, `changed` or `unchanged`, and what the person may do no more."""

    user: User
    outcome: str
    is_invited: bool = False
    lost: list[str] = field(default_factory=list)
