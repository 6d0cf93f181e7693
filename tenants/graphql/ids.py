"""Opaque global ids: the type's name and the row's UUID, in URL-safe base64."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tenants.graphql.errors import ApiError

LONGEST_ID = 120
UUID_BYTES = 16


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """Which row of which type."""

    type_name: str
    key: UUID


def encode(type_name: str, key: UUID) -> str:
    """Return the global id of a row."""
    return urlsafe_b64encode(key.bytes + type_name.encode()).decode().rstrip("=")


def decode(text: str) -> GlobalKey:
    """Return what a global id stands for. Raises ApiError when it was not made by `encode`."""
    if len(text) > LONGEST_ID:
        raise ApiError(_("That is not an id of this API."))
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        found = GlobalKey(type_name=raw[UUID_BYTES:].decode("ascii"), key=UUID(bytes=raw[:UUID_BYTES]))
    except (binascii.Error, ValueError) as error:
        raise ApiError(_("That is not an id of this API.")) from error
    if encode(found.type_name, found.key) != text or not found.type_name.isalnum():
        raise ApiError(_("That is not an id of this API."))
    return found


def decode_as(text: str, type_name: str) -> UUID:
    """Return the row's key of a global id that must be of one type. Raises ApiError otherwise."""
    found = decode(text)
    if found.type_name != type_name:
        raise ApiError(
            _("That id is of %(found)s; an id of %(needed)s is needed.")
            % {"found": found.type_name[:40], "needed": type_name}
        )
    return found.key


def key_or_none(text: str | None, type_name: str) -> UUID | None:
    """Return the row's key of a global id that may be left out. Raises ApiError for an id of another type."""
    return None if text is None else decode_as(text, type_name)
