"""How far somebody has read the changes of a company.

Changes are ordered by the transactions that made them. A span of transactions is closed below the oldest one that is
still open, so nothing in it can be committed later; within a span, kinds follow each other, and rows by their ids.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

import msgspec
from django.db import connection
from django.utils.translation import gettext as _

from tenants.access import Actor, Capability, Refusal
from tenants.selectors import current_company

LONGEST = 1_000
FIRST = UUID(int=0)
_ERA = (
    "SELECT (SELECT system_identifier FROM pg_control_system()), "
    "(SELECT oid FROM pg_database WHERE datname = current_database()), %s::regnamespace::oid"
)
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


class BadCursor(Refusal):
    """A text is no cursor of an export."""


class CursorElsewhere(Refusal):
    """A cursor of another copy of the company, or of somebody who sees other things."""


class View(msgspec.Struct, frozen=True):
    """What of the facts somebody sees: free texts, contacts, and the units; None: all of them."""

    texts: bool = True
    contacts: bool = True
    units: list[UUID] | None = None

    @property
    def mark(self) -> str:
        """Return a short name that another view does not have."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:16]

    @property
    def scopes(self) -> list[str]:
        """Return what somebody must hold who reads what this view shows."""
        shown = {Capability.TEXTS_READ: self.texts, Capability.CONTACTS_READ: self.contacts}
        return [str(Capability.FEEDBACK_READ), *(str(scope) for scope, is_shown in shown.items() if is_shown)]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an export goes on: transactions from `since`, below `until`, after a row of a kind.

    Without `until` the last span was read to its end, and the next one begins at `since`. `design` is the version of
    the small tables that was last told whole.
    """

    era: str
    view: str
    since: int
    until: int | None = None
    kind: str = ""
    after: UUID = FIRST
    design: str = ""

    def __post_init__(self) -> None:
        """Refuse what no export has written."""
        if not 0 <= self.since <= (self.since if self.until is None else self.until) < 2**62:
            raise ValueError("no span of transactions")


def view_of(actor: Actor) -> View:
    """Return what somebody sees."""
    return View(
        texts=actor.may(Capability.TEXTS_READ),
        contacts=actor.may(Capability.CONTACTS_READ),
        units=None if actor.units is None else sorted(actor.units),
    )


def era() -> str:
    """Return the name of this copy of the company's tables: numbers of transactions mean nothing in another."""
    company = current_company()
    with connection.cursor() as cursor:
        cursor.execute(_ERA, [connection.ops.quote_name(company.schema_name)])
        found = cursor.fetchone()
    return hashlib.sha256(f"{company.pk}:{found}".encode()).hexdigest()[:16]


def horizon() -> int:
    """Return the oldest transaction that is still open, or the next one: all below it have ended."""
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        return int(cursor.fetchone()[0])


def place_at(cursor: str | None, *, view: View) -> Place:
    """Return where to go on from a cursor, with the end of its span; from the beginning without one.

    Raises BadCursor, and CursorElsewhere where what was read before does not fit what would follow.
    """
    place = Place(era=era(), view=view.mark, since=0) if cursor is None else _read(cursor)
    if place.era != era():
        raise CursorElsewhere(
            _("The cursor is of another copy of the company's data: begin without a cursor."), field="after"
        )
    if place.view != view.mark:
        raise CursorElsewhere(
            _("The cursor was given to somebody who sees other texts, contacts or units: begin without a cursor."),
            field="after",
        )
    end = horizon()
    if max(place.since, place.until or 0) > end:
        raise CursorElsewhere(
            _("The cursor is ahead of the company's data, as after a restore: begin without a cursor."), field="after"
        )
    return place if place.until is not None else msgspec.structs.replace(place, until=end)


def cursor_of(place: Place) -> str:
    """Return the text that leads back to a place."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _read(cursor: str) -> Place:
    try:
        if len(cursor) > LONGEST:
            raise ValueError("too long")
        return msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=Place)
    except (ValueError, msgspec.MsgspecError) as error:
        raise BadCursor(_("That is no cursor of an export."), field="after") from error
