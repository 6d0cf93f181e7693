"""Keyset pagination: a cursor holds the values that order the rows, so a page costs the same however far it is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tenants.graphql.errors import ApiError
from tenants.graphql.pages import DEFAULT_PAGE, MAX_PAGE

LONGEST_CURSOR = 2000


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that never are null and together never tie, all in one direction; and the Python type of each."""

    columns: tuple[str, ...]
    types: tuple[type, ...]
    descending: bool = False

    def names(self, *, backwards: bool) -> list[str]:
        """Return the columns as `order_by` takes them."""
        sign = "-" if self.descending != backwards else ""
        return [sign + column for column in self.columns]


BY_ID = Order(("id",), (UUID,))
NEWEST_FIRST = Order(("id",), (UUID,), descending=True)


def by(column: str, kind: type = str, *, descending: bool = False) -> Order:
    """Return the order by a column, and by id among equals."""
    return Order((column, "id"), (kind, UUID), descending=descending)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None:
            raise ApiError(_("Ask for the first or the last objects of a list, not both."))
        if not 0 <= self.size <= MAX_PAGE:
            raise ApiError(_("A page holds 0 to %(most)s objects.") % {"most": MAX_PAGE})

    @property
    def size(self) -> int:
        """Return how many rows the page holds at most."""
        wanted = self.last if self.first is None else self.first
        return DEFAULT_PAGE if wanted is None else wanted

    @property
    def backwards(self) -> bool:
        """Return whether the page is counted from the end."""
        return self.last is not None


def within[Rows: QuerySet[Any, Any]](rows: Rows, page: Page, order: Order) -> Rows:
    """Return the rows between the page's cursors, in the order in which the page is read."""
    if page.after is not None:
        rows = rows.filter(_beyond(read_cursor(page.after, order), order, below=order.descending))
    if page.before is not None:
        rows = rows.filter(_beyond(read_cursor(page.before, order), order, below=not order.descending))
    return rows.order_by(*order.names(backwards=page.backwards))


def write_cursor(row: Any, order: Order) -> str:
    """Return the cursor of a row, a model instance or a dict."""
    values = [row[column] if isinstance(row, dict) else _attribute(row, column) for column in order.columns]
    return urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def read_cursor(text: str, order: Order) -> list[Any]:
    """Return the values in a cursor. Raises ApiError when it was not made for this order."""
    if len(text) > LONGEST_CURSOR:
        raise ApiError(_("That is not a cursor of this list."))
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        values = msgspec.json.decode(raw, type=list[str | int | float])
        if len(values) != len(order.types):
            raise ApiError(_("That is not a cursor of this list."))
        return [_typed(value, kind) for value, kind in zip(values, order.types, strict=True)]
    except (ValueError, RecursionError, OverflowError) as error:
        raise ApiError(_("That is not a cursor of this list.")) from error


def _typed(value: str | float, kind: type) -> Any:
    found: Any = msgspec.convert(value, kind)
    if isinstance(found, str) and "\0" in found:
        raise ValueError("NUL")
    if isinstance(found, int) and not -(2**63) <= found < 2**63:
        raise ValueError("too large")
    if isinstance(found, datetime) and found.tzinfo is None:
        raise ValueError("naive")
    if isinstance(found, date) and found.year < 1:
        raise ValueError("out of range")
    return found


def _attribute(row: Any, column: str) -> Any:
    for part in column.split("__"):
        row = getattr(row, part)
    return row


def _beyond(values: list[Any], order: Order, *, below: bool) -> Q:
    """Return the condition of being strictly after the values; its first part alone lets an index find the place."""
    strict, loose = ("lt", "lte") if below else ("gt", "gte")
    first: Q = Q((f"{order.columns[0]}__{loose}", values[0]))
    found: Q = Q()
    equal: Q = Q()
    for column, value in zip(order.columns, values, strict=True):
        found |= equal & Q((f"{column}__{strict}", value))
        equal &= Q((column, value))
    return first & found
