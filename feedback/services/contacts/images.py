"""Identifiers in images of customers: as they were in former versions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from feedback.services.contacts.boxes import Box, Unreadable
from feedback.services.contacts.reading import Contact, boxes_of


def contacts_in_images(images: Iterable[tuple[UUID, dict[str, Any]]]) -> list[Contact]:
    """Return the identifiers in images of customers (id and identifiers by kind), as far as they can be read."""
    rows = list(images)
    boxes = boxes_of({customer for customer, _ in rows})
    return [
        Contact(customer, kind, value)
        for customer, identities in rows
        for kind, held in (identities or {}).items()
        if (value := _of_image(held, kind, boxes.get(customer))) is not None
    ]


def _of_image(held: Any, kind: str, box: Box | None) -> str | None:
    if isinstance(held, str):
        return held
    if held.get("value"):
        return str(held["value"])
    if box is None or not held.get("sealed"):
        return None
    try:
        return box.open(held["sealed"], kind=kind)
    except Unreadable:
        return None
