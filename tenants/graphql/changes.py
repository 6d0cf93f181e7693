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
from tenants.graphql.ids import decode_as
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
    return None if value is None else decode_as(value, type_name)


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


def attempt[Payload](payload: Callable[..., Payload], name: str, change: Callable[[], object]) -> Payload:
    """Make a change and return it in its payload under a name; a refusal is told in the payload's userErrors."""
    try:
        done = change()
    except Refusal as refusal:
        return payload(**{name: None}, user_errors=all_refused(refusal))
    return payload(**{name: done}, user_errors=[])


def company_of(info: Info) -> Tenant:
    """Return the company of the request's host. Raises ApiError on the operator's host."""
    if info.context.company is None:
        raise ApiError("That belongs to a company: ask its own host.")
    return info.context.company
