"""Objects that can be fetched again by their id, whatever their type."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import strawberry
from django.db import models
from django.utils.translation import gettext as _
from strawberry.types import get_object_definition
from strawberry_django.utils.typing import get_django_definition

from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.ids import GlobalKey, decode, encode
from tenants.graphql.lasting import parts_of_type
from tenants.graphql.policy import require, requirement_of_type
from tenants.graphql.reach import require_reach, within_reach

MOST_IDS = 100


@strawberry.interface(description="An object with an id that is unique in the whole API.")
class Node:
    """An object with an id that is unique in the whole API."""

    @strawberry.field(description="Opaque id, unique in the whole API; give it to `node` to fetch the object again.")
    def id(self, info: Info) -> strawberry.ID:
        """Return the global id; `self` is the row."""
        row: Any = self
        return strawberry.ID(encode(str(info.path.typename), row.pk))


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the rows of a table that the caller reaches; what they point to is fetched for all of them together."""
    rows: models.QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 - Django's documented name for it
    return within_reach(rows.fetch_mode(models.FETCH_PEERS))


def fetch_nodes(info: Info, ids: Iterable[str]) -> list[Any]:
    """Return the objects of ids, None for each that is not there or not the caller's, with one query a type.

    Raises ApiError for text that is no id, and for a type that the caller may not read: both before any row is looked
    for, so that the answer to an id of somebody else is the answer to one that never was.
    """
    keys = [decode(text) for text in ids]
    if len(keys) > MOST_IDS:
        raise ApiError(_("At most %(most)s ids are looked up at once.") % {"most": MOST_IDS})
    found: dict[GlobalKey, Any] = {}
    for name in sorted({key.type_name for key in keys}):
        node = _node_type(info, name)
        info.context.passes |= parts_of_type(name) is None
        wanted = [key.key for key in keys if key.type_name == name]
        for row in _rows(node, wanted):
            found[GlobalKey(name, row.pk)] = strawberry.cast(node, row)
    return [found.get(key) for key in keys]


def _node_type(info: Info, name: str) -> type:
    definition = info.schema.get_type_by_name(name)
    origin: type | None = getattr(definition, "origin", None)
    if origin is None or not issubclass(origin, Node) or get_object_definition(origin) is None or origin is Node:
        raise ApiError(_("That is not an id of this API."))
    require(info.context.actor, requirement_of_type(name), what=name)
    require_reach(info.context.actor, [(name, "id")])
    return origin


def _rows(node: type, keys: list[UUID]) -> Iterable[Any]:
    return rows_of(get_django_definition(node, strict=True).model).filter(pk__in=keys)
