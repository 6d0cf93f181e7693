"""The lines of an export: one for each row of the small tables and for each fact that changed, kind after kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from feedback.services.changes.contents import COLUMNS, fields_of
from feedback.services.changes.cursors import View
from feedback.services.changes.reach import told
from feedback.services.changes.spans import Span, Version, changed_facts
from feedback.services.contacts.boxes import Box
from feedback.services.contacts.reading import boxes_of
from journeys.models import Channel, Touchpoint
from tenants.members.models import Unit

# The company's own tables are small: they are told whole when one of them has changed.
DESIGN = ("units", "channels", "touchpoints")
DESIGN_PARTS = ("house", "intent")
KINDS = (*DESIGN, "customers", "feedback", "orders", "interactions")
_TABLES = {"units": Unit, "channels": Channel, "touchpoints": Touchpoint}
_encode = msgspec.json.Encoder(decimal_format="string").encode


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change, as it is written. `fields` is left out when the row is gone."""

    op: str
    kind: str
    id: UUID
    sequence: int
    fields: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The next rows of a kind: their lines, how many of them tell of what is gone, the last id, whether more follow."""

    lines: list[bytes]
    deletes: int
    last: UUID
    has_more: bool


def next_piece(kind: str, span: Span, *, after: UUID, most: int, view: View) -> Piece:
    """Return the lines of the next rows of a kind after one; `most` rows are looked at."""
    if kind in DESIGN:
        rows = _design(kind, after, most, view)
        lines = [Line("upsert", kind, row["id"], span.until, fields_of(kind, row, view=view)) for row in rows]
        return _piece(lines, [row["id"] for row in rows], after, most)
    versions = changed_facts(kind, span, after=after, most=most, units=view.units)
    return _piece(list(_lines(kind, versions, span, view)), [one.id for one in versions], after, most)


def _piece(lines: list[Line], ids: Sequence[UUID], after: UUID, most: int) -> Piece:
    return Piece(
        lines=[_encode(line) + b"\n" for line in lines],
        deletes=sum(line.op == "delete" for line in lines),
        last=ids[-1] if ids else after,
        has_more=len(ids) == most,
    )


def _design(kind: str, after: UUID, most: int, view: View) -> list[dict[str, Any]]:
    rows: QuerySet[Any] = _TABLES[kind].objects.filter(pk__gt=after)
    if kind == "units" and view.units is not None:
        rows = rows.filter(pk__in=view.units)
    return list(rows.order_by("pk").values("id", *COLUMNS[kind])[:most])


def _lines(kind: str, versions: Sequence[Version], span: Span, view: View) -> Iterator[Line]:
    boxes: dict[UUID, Box] = {}
    if kind == "customers" and view.contacts:
        boxes = boxes_of(one.id for one in versions if one.row is not None and one.row.get("identities"))
    for one, is_there in told(kind, versions, span=span, units=view.units):
        if is_there and one.row is not None:
            fields = fields_of(kind, one.row, view=view, box=boxes.get(one.id))
            yield Line("upsert", kind, one.id, one.sequence, fields)
        else:
            yield Line("delete", kind, one.id, one.sequence)
