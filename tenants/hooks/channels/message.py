"""What is told, what is sent, what comes back, and what that means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID


def message_id_of(key: UUID) -> str:
    """Return the webhook-id of an event."""
    return f"msg_{key.hex}"


@dataclass(frozen=True, slots=True)
class Told:
    """An event as its receivers get to know it."""

    key: UUID
    type: str
    at: datetime
    company: str
    entity_kind: str
    entity_id: str
    entity_name: str
    data: Mapping[str, Any]

    @property
    def message_id(self) -> str:
        """Return the webhook-id: the same for every attempt and every replay."""
        return message_id_of(self.key)


@dataclass(frozen=True, slots=True)
class Target:
    """Where an event goes: the address, the secrets that sign (the newest first), the reader's language."""

    url: str
    secrets: Sequence[str] = ()
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Call:
    """A request, by POST unless it says otherwise."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, headers with names in small letters, and the beginning of the body."""

    code: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Return whether the status is one of 200 to 299."""
        return 200 <= self.code < 300


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means: taken; or why not, when to try again at the earliest, and whether never again."""

    is_taken: bool
    error: str = ""
    wait: timedelta | None = None
    is_gone: bool = False


TAKEN = Verdict(is_taken=True)


class Channel(Protocol):
    """One kind of endpoint."""

    pause: timedelta
    """Time between two calls to one endpoint: how its rate limit is kept."""

    hosts: frozenset[str]
    """The only hosts there are of this kind; empty when any will do."""

    def call(self, told: Told, target: Target, *, now: datetime) -> Call:
        """Return the request that tells an event."""
        ...

    def judge(self, answer: Answer, *, now: datetime) -> Verdict:
        """Return what an answer means."""
        ...
