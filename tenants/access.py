"""Who acts, in which company's schema, and what they may do. Plain Python: no models, no queries.

The company is kept in a ContextVar, so every thread and every coroutine has its own, and a new thread starts in public.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from types import TracebackType
from typing import Literal, Protocol
from uuid import UUID

PUBLIC = "public"
# Django's alias of the database that holds the shared tables, and every company that was not moved elsewhere.
FIRST_DATABASE = "default"


class Refusal(Exception):
    """An expected refusal: its message is for people and says what to do.

    `field` is the path of what is wrong within what was asked, such as "tasks.0.title"; empty when it is all of it.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Refusals(Refusal):
    """Several things are wrong with what was asked; each is a refusal of its own."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(map(str, refusals)), field=refusals[0].field if len(refusals) == 1 else "")
        self.refusals = tuple(refusals)


class Conflict(Refusal):
    """Somebody else changed the thing since the caller read it."""


class UnknownCompany(Refusal):
    """No company answers to that name."""


class NotInCompany(Refusal):
    """A company's data was asked for while no company was chosen."""


class CrossCompanyUse(RuntimeError):
    """Something made in one company's schema was used in another's: always a bug, never a user's mistake."""


def cache_key(key: str, prefix: str, version: int | str) -> str:
    """Return the key under which the cache stores `key` for the current company: Django's KEY_FUNCTION."""
    return f"{_place.get().schema}:{prefix}:{version}:{key}"


class HasSchema(Protocol):
    """Anything that names a schema; in practice a Tenant."""

    schema_name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where statements go: the database, the schemas of the search path, in order, and the company that chose them."""

    schema: str
    path: tuple[str, ...]
    tenant: HasSchema | None = None
    database: str = FIRST_DATABASE


PUBLIC_PLACE = Place(schema=PUBLIC, path=(PUBLIC,))
_place: ContextVar[Place] = ContextVar("huibao_place", default=PUBLIC_PLACE)


def current_place() -> Place:
    """Return where this thread or coroutine is."""
    return _place.get()


def current_schema() -> str:
    """Return the schema this thread or coroutine acts in: "public" unless a company was entered."""
    return _place.get().schema


def move_to(place: Place) -> None:
    """Set the place without a way back. Only for the database backend, whose parent class has such an interface."""
    _place.set(place)


def place_of(tenant: HasSchema, *, include_public: bool = True) -> Place:
    """Return the place of a company: its schema first, then the shared tables."""
    schema = tenant.schema_name
    if schema == PUBLIC:
        return PUBLIC_PLACE
    database = getattr(tenant, "database", "") or FIRST_DATABASE
    path = (schema, PUBLIC) if include_public else (schema,)
    return Place(schema=schema, path=path, tenant=tenant, database=database)


def only_schema(place: Place) -> Place:
    """Return the same place without the shared tables."""
    return replace(place, path=(place.schema,))


class company_context:  # noqa: N801 - reads as a verb phrase in `with company_context(acme):`
    """Act in a company for the length of a `with` block: the one way to do so.

    It is a class without `__call__`, so it cannot decorate a function, and an object serves one block at a time:
    nothing about the way back is shared between threads.
    """

    __slots__ = ("_before", "_inside")

    def __init__(self, tenant: HasSchema) -> None:
        if tenant.schema_name == PUBLIC:
            raise NotInCompany("public is not a company: name one")
        self._inside = place_of(tenant)
        self._before: Place | None = None

    def __enter__(self) -> None:
        if self._before is not None:
            raise CrossCompanyUse("this company_context is already entered: make a new one for each with block")
        self._before = _place.get()
        _place.set(self._inside)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        interleaved = _place.get() is not self._inside
        # Set rather than reset by token: a stream may be closed from another context than the one that opened it.
        _place.set(PUBLIC_PLACE if interleaved or self._before is None else self._before)
        self._before = None
        if interleaved and error is None:
            raise CrossCompanyUse("company contexts were left in another order than entered: is one held over a yield?")


class Capability(StrEnum):
    """What an actor may do. A capability is also the scope string of an API key."""

    FEEDBACK_WRITE = "feedback:write"
    ORDERS_WRITE = "orders:write"
    CUSTOMERS_WRITE = "customers:write"
    INTERACTIONS_WRITE = "interactions:write"
    FEEDBACK_READ = "feedback:read"
    TEXTS_READ = "texts:read"
    CONTACTS_READ = "contacts:read"
    JOURNEYS_READ = "journeys:read"
    JOURNEYS_WRITE = "journeys:write"
    PLANS_READ = "plans:read"
    PLANS_WRITE = "plans:write"
    PLANS_APPROVE = "plans:approve"
    METRICS_READ = "metrics:read"
    METRICS_WRITE = "metrics:write"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    SETTINGS_WRITE = "settings:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    MEMBERS_READ = "members:read"
    MEMBERS_WRITE = "members:write"
    AUDIT_READ = "audit:read"
    PRIVACY_READ = "privacy:read"
    PRIVACY_WRITE = "privacy:write"


ALL_CAPABILITIES: frozenset[Capability] = frozenset(Capability)
_READ = frozenset(
    {Capability.FEEDBACK_READ, Capability.JOURNEYS_READ, Capability.PLANS_READ, Capability.METRICS_READ}
    | {Capability.CASES_READ, Capability.JOBS_READ}
)
_WRITE_FACTS = frozenset(
    {
        Capability.FEEDBACK_WRITE,
        Capability.ORDERS_WRITE,
        Capability.CUSTOMERS_WRITE,
        Capability.INTERACTIONS_WRITE,
    }
)
_CONNECT = frozenset({Capability.WEBHOOKS_READ, Capability.WEBHOOKS_WRITE})
_DESIGN = frozenset({Capability.JOURNEYS_WRITE, Capability.PLANS_WRITE, Capability.METRICS_WRITE})
_PERSONAL = frozenset({Capability.TEXTS_READ, Capability.CONTACTS_READ})

ROLE_CAPABILITIES: dict[str, frozenset[Capability]] = {
    "viewer": _READ,
    "operator": _READ | _WRITE_FACTS | _PERSONAL | {Capability.CASES_WRITE, Capability.JOBS_WRITE},
    "analyst": _READ | _DESIGN | {Capability.TEXTS_READ, Capability.JOBS_WRITE},
    "manager": _READ
    | _PERSONAL
    | _WRITE_FACTS
    | _DESIGN
    | _CONNECT
    | {Capability.CASES_WRITE, Capability.JOBS_WRITE}
    | {Capability.PLANS_APPROVE, Capability.MEMBERS_READ, Capability.SETTINGS_WRITE, Capability.AUDIT_READ}
    | {Capability.PRIVACY_READ},
    "owner": ALL_CAPABILITIES,
}

# What somebody of the operator may do who entered a company: look at how it works, and have work done again. Never what
# customers said, bought or are called, nor who the members are.
ENTRY_ROLE = "support"
ENTRY_CAPABILITIES: frozenset[Capability] = frozenset(
    {
        Capability.JOURNEYS_READ,
        Capability.METRICS_READ,
        Capability.METRICS_WRITE,
        Capability.JOBS_READ,
        Capability.WEBHOOKS_READ,
    }
)


# What can be hidden from a person whatever their roles, and the right that goes with it.
PERSON_MASKS: dict[str, Capability] = {"contacts": Capability.CONTACTS_READ, "texts": Capability.TEXTS_READ}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a request, and what that one may do in this company.

    `units`: the units at which it may; None: everywhere. `is_held_back`: it may nothing until it gives a second factor.
    """

    kind: Literal["anonymous", "user", "key", "command", "system", "operator"]
    id: UUID | None = None
    name: str = ""
    capabilities: frozenset[str] = frozenset()
    role: str = ""
    units: frozenset[UUID] | None = None
    is_held_back: bool = False

    def may(self, capability: str) -> bool:
        """Return whether the actor holds the capability."""
        return capability in self.capabilities


ANONYMOUS = Actor(kind="anonymous")
COMMAND = Actor(kind="command", name="manage.py", capabilities=frozenset(ALL_CAPABILITIES))
SYSTEM = Actor(kind="system", name="huibao", capabilities=frozenset(ALL_CAPABILITIES))


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """What caused the present work: a web request, a command, or the one that sent a task to a worker.

    `address` is the network address of the caller, `reason` why somebody enters a company that is not theirs.
    """

    id: str
    address: str = ""
    user_agent: str = ""
    reason: str = ""


_request: ContextVar[RequestInfo | None] = ContextVar("huibao_request", default=None)


def current_request() -> RequestInfo | None:
    """Return what caused the present work, or None outside of any request, command or task."""
    return _request.get()


@contextmanager
def request_context(info: RequestInfo) -> Iterator[None]:
    """Work for a request for the length of a `with` block."""
    before = _request.get()
    _request.set(info)
    try:
        yield
    finally:
        # Set rather than reset by token: a streamed answer may end in another context than it began in.
        _request.set(before)


_units: ContextVar[frozenset[UUID] | None] = ContextVar("huibao_units", default=None)


def current_units() -> frozenset[UUID] | None:
    """Return the ids of the units that whoever asks is bound to, or None when they are bound to none."""
    return _units.get()


@contextmanager
def bound_to(units: frozenset[UUID] | None) -> Iterator[None]:
    """Answer somebody who is bound to units, or to none, for the length of a `with` block."""
    before = _units.get()
    _units.set(units)
    try:
        yield
    finally:
        _units.set(before)
