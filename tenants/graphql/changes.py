"""What mutations have in common: which fields were given, and how a refusal becomes a payload."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry

from tenants.access import Refusal
from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.ids import decode_as, key_or_none
from tenants.graphql.user_errors import all_refused
from tenants.models import Tenant

REVISION = "Revision that you read; the change is refused with CONFLICT when there is a later one. Unchecked without."


def optional(description: str) -> Any:
    """Return an input field that may be left out, which is not the same as null: what is left out stays as it is."""
    return strawberry.field(default=strawberry.UNSET, description=description)


def errors_field() -> Any:
    """Return the field of a payload that holds what is wrong with the input."""
    return strawberry.field(description="What is wrong with the input; empty when nothing is.")


def given(input: Any, **ids: str) -> dict[str, Any]:
    """Return the fields of an input that the caller gave; those in `ids`, by the type they must be of, as keys.

    Raises ApiError for text that is no id of that type.
    """
    found = {field.name: getattr(input, field.name) for field in fields(input)}
    return {
        name: _key(value, ids[name]) if name in ids else value
        for name, value in found.items()
        if value is not strawberry.UNSET
    }


def _key(value: Any, type_name: str) -> UUID | list[UUID] | None:
    if isinstance(value, list):
        return [decode_as(one, type_name) for one in value]
    return key_or_none(value, type_name)


def document(value: Any) -> Any:
    """Return what was given as plain JSON values, as documents in files are written."""
    if is_dataclass(value):
        return {name: document(one) for name, one in given(value).items()}
    match value:
        case Enum():
            return value.value
        case list():
            return [document(one) for one in value]
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value


def attempt[Payload](payload: Callable[..., Payload], names: str, change: Callable[[], Any]) -> Payload:
    """Make a change and return it in its payload; a refusal is told in the payload's userErrors.

    `names` is the payload's name for what the change returns, or its names, with blanks between, for a tuple.
    """
    fields = names.split()
    try:
        done = change()
    except Refusal as refusal:
        return payload(**dict.fromkeys(fields), user_errors=all_refused(refusal))
    values = done if len(fields) > 1 else (done,)
    return payload(**dict(zip(fields, values, strict=True)), user_errors=[])


def company_of(info: Info) -> Tenant:
    """Return the company of the request's host. Raises ApiError on the operator's host."""
    if info.context.company is None:
        raise ApiError("That belongs to a company: ask its own host.")
    return info.context.company
