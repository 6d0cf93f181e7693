"""What a line tells of each kind: ids as they are stored, money and weights as people write them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from feedback.services.changes.cursors import View
from feedback.services.contacts.boxes import Box, Unreadable
from feedback.services.merge.tables import FEEDBACK
from journeys.services.money import major_units

WEIGHT_DIGITS = 9  # a weight is stored in units of 1e-9
_SCORES = tuple(name for name, kind in FEEDBACK.stage.items() if kind == "int2" and name != "bucket")
_SOURCED = ("source", "external_id", "customer_id", "unit_id", "occurred_at", "received_at")
_MET = ("touchpoint_id", "channel_id")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "units": ("code", "name", "kind", "parent_id", "is_mapped", "archived_at"),
    "channels": ("code", "name_zh", "name_en", "kind", "is_mapped"),
    "touchpoints": (
        *("code", "name_zh", "name_en", "channel_id", "mode", "is_moment_of_truth"),
        *("is_mapped", "archived_at", "merged_into_id"),
    ),
    "customers": ("external_id", "created_at", "received_at", "attributes", "consent", "merged_into_id"),
    "feedback": (*_SOURCED, "response", *_MET, *_SCORES, "scores", "text", "language", "order_ref"),
    "orders": (*_SOURCED, "currency", "is_refund", "refund_of", "referrer_id"),
    "interactions": (*_SOURCED, *_MET, "kind", "attributes"),
}
"""Columns that are told as they are stored, in the order of the line."""

type Fields = dict[str, Any]


def fields_of(kind: str, row: Mapping[str, Any], *, view: View, box: Box | None = None) -> Fields:
    """Return what is told of a row to somebody with a view; `box` opens the contacts of a customer."""
    fields = {name: row.get(name) for name in COLUMNS[kind]}
    shape = _SHAPES.get(kind)
    if shape is not None:
        shape(fields, row, view, box)
    return fields


def _customer(fields: Fields, row: Mapping[str, Any], view: View, box: Box | None) -> None:
    held: Mapping[str, Any] = row.get("identities") or {}
    read = {kind: _opened(kind, one, box) for kind, one in sorted(held.items())} if view.contacts else {}
    fields["contacts"] = {kind: value for kind, value in read.items() if value is not None} if view.contacts else None


def _opened(kind: str, held: Any, box: Box | None) -> str | None:
    """Return an identifier as it was reported; None where it can be read no more."""
    if isinstance(held, str):
        return held  # an image from before there was encryption
    if held.get("value"):
        return str(held["value"])
    if box is None or not held.get("sealed"):
        return None
    try:
        return box.open(held["sealed"], kind=kind)
    except Unreadable:
        return None


def _answer(fields: Fields, row: Mapping[str, Any], view: View, box: Box | None) -> None:
    nano = row["weight_nano"]
    fields["weight"] = None if nano is None else f"{Decimal(nano).scaleb(-WEIGHT_DIGITS).normalize():f}"
    if not view.texts:
        fields["text"] = None


def _order(fields: Fields, row: Mapping[str, Any], view: View, box: Box | None) -> None:
    for name in ("amount", "margin"):
        minor = row[f"{name}_minor"]
        fields[name] = None if minor is None else str(major_units(minor, row["currency"]))
    if view.units is not None:
        fields["referrer_id"] = None  # may be nobody of these units


def _contact(fields: Fields, row: Mapping[str, Any], view: View, box: Box | None) -> None:
    if not view.texts:
        fields["attributes"] = None  # words of people, like a comment


def _unit(fields: Fields, row: Mapping[str, Any], view: View, box: Box | None) -> None:
    parent: UUID | None = row["parent_id"]
    if view.units is not None and parent not in view.units:
        fields["parent_id"] = None


_SHAPES: Mapping[str, Callable[[Fields, Mapping[str, Any], View, Box | None], None]] = {
    "units": _unit,
    "customers": _customer,
    "feedback": _answer,
    "orders": _order,
    "interactions": _contact,
}
